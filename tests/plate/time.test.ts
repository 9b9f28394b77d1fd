import { describe, expect, test } from "vitest";
import { parseTime } from "../../src/plate/time.ts";

/** Forms of one moment, Tuesday the 3rd of August 2021, 9 o'clock. */
const FORMS = [
  ..."2021-08-03 09:02:59|2021-08-03T09:02:59|2021-08-03t09:02:59|2021/08/03 09:02:59|2021.08.03 09:02:59".split(
    "|",
  ),
  ..."2021-8-3 9:2:5|2021-08-3 09:2:5|2021/8/3T9:2|2021.8.3 9:02|2021-08-03 09:02|2021-08-03T09|2021-08-03 09".split(
    "|",
  ),
  ..."20210803T090259|20210803T0902|20210803T09|20210803 09:02:59|2021-08-03 0902|2021-08-03T090259.5".split(
    "|",
  ),
  ..." 2021-08-03 09:02:59 |\t2021-08-03\t09:02:59\n|2021-08-03   09:02:59|2021-08-03\v09:02:59\f\r".split(
    "|",
  ),
  ..."2021-08-03 09:02:59.1|2021-08-03 09:02:59,1|2021-08-03T09:02:59.123456789|2021-08-03 9:2:5.5".split(
    "|",
  ),
  ..."2021-08-03 9:2:05,5|2021-08-03 09:02.5|2021-08-03 09:02,5|2021-08-03T09:02:59.1234567891234".split("|"),
  ..."2021-08-03T09:02:59Z|2021-08-03T09:02:59z|2021-08-03 09:02:59 Z|2021-08-03T09Z|2021-08-03T0902Z".split(
    "|",
  ),
  ..."2021-08-03T09:02:59+03:00|2021-08-03 09:02:59 +03:00|2021-08-03T09:02:59-1130|2021-08-03T09:02:59+3".split(
    "|",
  ),
  ..."2021-08-03T09:02:59+3:00|2021-08-03T09:02:59+03|2021-08-03T09:02:59.123+23:59|2021-08-03T09:02+03:99".split(
    "|",
  ),
];

const REFUSED = [
  ..."|nope|now|today|NaT|nan|1627808579|1627808579.5|2021-08-03 nope|x2021-08-03|2021-08-03x|Aug 3 2021 9pm".split(
    "|",
  ),
  ..."01-08-2021|03.08.2021|1.2.2021|21-08-03|202-08-03|10000-01-01|202108|2021-W30-2|2021-213|+2021-08-03".split(
    "|",
  ),
  ..."-2021-08-03|2021-0803|202108-03|2021-08.03|2021/08-03|2021-008-03|2021-08-003|2021 08 03|2021-8-|2021-08-03-".split(
    "|",
  ),
  ..."2021-00-10|2021-13-01|2021-01-00|2021-01-32|2021-04-31|2021-02-29|2021-02-30|1900-02-29|20210229|2021-13".split(
    "|",
  ),
  ..."0000-01-01|0000-08-03 09:02:59|0001|0021-08|0999|2021.08|2021.10|2021 09:02|2021-08 09:02|2021T09|2021-08Z".split(
    "|",
  ),
  ..."2021-08-03T|2021-08-03Z|2021-08-03+03:00|2021-08-03 9|2021-08-03 902|2021-08-03 90259|2021-08-03_09:02:59".split(
    "|",
  ),
  ..."2021-08-03 24:00|2021-08-03T24:00:00|2021-08-03 10:60|2021-08-03 10:00:60|2021-08-03 2400|2021-08-03 0960".split(
    "|",
  ),
  ..."2021-08-03 009:02|2021-08-03 09:002|2021-08-03 09:|2021-08-03 09:02:|2021-08-03 09:0259|2021-08-03 09.02.59".split(
    "|",
  ),
  ..."2021-08-03 -1:00:00|2021-08-03 09 02 59|2021-08-03T 09:02|2021-08-03 T09:02|20210803090259|2021-08-03-09:02".split(
    "|",
  ),
  ..."2021-08-03 09:02:59.|2021-08-03 09:02:59,|2021-08-03 9:2:5,5|2021-08-03 09.5|2021-08-03 0902.5".split(
    "|",
  ),
  ..."2021-08-03 09:02:59 AM|2021-08-03 09:02:59 PM|2021-08-03 09:02:59 UTC|2021-08-03 09:02:59 MSK|2021-08-03 A".split(
    "|",
  ),
  ..."2021-08-03 09:02+24:00|2021-08-03 09:02+23:60|2021-08-03 09:02+2400|2021-08-03 09:02+003|2021-08-03 09:02+".split(
    "|",
  ),
  ..."2021-08-03 09:02+03:00:00|2021-08-03 09:02ZZ|2021-08-03 09:02Z+03|2021-08-03 09:02+ 03|2021-08-03 09:02+03:".split(
    "|",
  ),
  ..."1600-08-03 09:02:59.1234567|2263-08-03 09:02:59.1234567|\u00002021-08-03|\u00a02021-08-03|\ufeff2021-08-03".split(
    "|",
  ),
  "\uff12\uff10\uff12\uff11-08-03",
  `2021-08-03 09:02.${"9".repeat(27)}`,
];

describe("a form of a time", () => {
  test.each(FORMS)("%j", (text) => {
    expect(parseTime(text)).toEqual({ weekday: "Tuesday", month: "August", hour: 9 });
  });
});

test.each([
  ["2021-08-03", "Tuesday", "August"],
  ["20210803", "Tuesday", "August"],
  ["2021-08", "Sunday", "August"],
  ["2021/8", "Sunday", "August"],
  ["2021", "Friday", "January"],
  [" 2021 ", "Friday", "January"],
])("%j has the hour 0 and the first day of what it leaves out", (text, weekday, month) => {
  expect(parseTime(text)).toEqual({ weekday, month, hour: 0 });
});

test.each([
  ["2021-08-03 00:00:00", 0],
  ["2021-08-03 23:59:59", 23],
  ["2021-08-03 23:59:59+03:00", 23],
  ["2021-08-03T00:30:00-23:59", 0],
])("the hour of %j is as written", (text, hour) => {
  expect(parseTime(text)).toEqual({ weekday: "Tuesday", month: "August", hour });
});

test("weekday and month of every day from 1583 to 2400 are those of the Gregorian calendar", () => {
  const weekday = new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" });
  const month = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" });
  for (
    let day = Date.UTC(1583, 0, 1);
    day < Date.UTC(2400, 0, 1);
    day += 7 * 24 * 3600 * 1000 - 6 * 3600 * 1000
  ) {
    const date = new Date(day);
    const text = `${date.toISOString().slice(0, 19)}`;
    expect([text, parseTime(text)]).toEqual([
      text,
      { weekday: weekday.format(date), month: month.format(date), hour: date.getUTCHours() },
    ]);
  }
});

test.each([
  ["0001-01-01", "Monday", "January"],
  ["0004-02-29", "Sunday", "February"],
  ["0099-12-31T00:00:00", "Thursday", "December"],
  ["9999-12-31", "Friday", "December"],
])("%j is a day of the calendar drawn out", (text, weekday, month) => {
  expect(parseTime(text)).toEqual({ weekday, month, hour: 0 });
});

describe("a refused time", () => {
  test.each(REFUSED)("%j", (text) => {
    expect(parseTime(text)).toBeUndefined();
  });
});

test("a hostile text is refused in a time that grows with its length", () => {
  const blanks = " ".repeat(64 * 1024);
  const started = performance.now();
  for (const text of [`2021-08-03${blanks}x`, `${blanks}x`, `2021-08-03 09:02:59.${"1".repeat(65_000)}x`]) {
    expect(parseTime(text)).toBeUndefined();
  }
  expect(performance.now() - started).toBeLessThan(1000);
});
