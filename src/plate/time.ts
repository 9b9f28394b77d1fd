/** When a plate was read, as written: no zone shifts it. */
export interface LocalTime {
  /** English name. */
  readonly weekday: string;
  /** English name. */
  readonly month: string;
  /** 0 to 23; 0 where only a date is given. */
  readonly hour: number;
}

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** Weekday of day 0 of each month in a year that starts with March and whose first day 0 is a Sunday. */
const MONTH_SHIFTS = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4] as const;

/** Years whose times may have more than six digits of a second (pandas counts nanoseconds in 64 bits then). */
const NANOSECOND_YEARS = { first: 1678, last: 2261 } as const;
/** Digits of a fraction of a minute that the original computes without rounding up to a whole one. */
const MINUTE_FRACTION_DIGITS_MAX = 26;

/**
 * What is read, _ being an ASCII blank. A date: YYYY, YYYY-MM, YYYY-MM-DD, YYYYMMDD; / may stand for -, in a
 * whole date also a dot; MM and DD may have one digit. After a whole date, behind a T or blanks, a time: HH,
 * HHMM, HHMMSS, H:M, H:M:S, where H, M and S have one or two digits. Then a fraction, with a comma only after
 * two digits. Then a zone, also behind blanks: Z, +H, +HHMM, +H:M.
 */
const GRAMMAR = new RegExp(
  [
    String.raw`^_*(?<year>\d{4})`,
    String.raw`(?:(?<separator>[-/.])(?<month>\d{1,2})(?:\k<separator>(?<day>\d{1,2}))?`,
    String.raw`|(?<monthCompact>\d\d)(?<dayCompact>\d\d))?`,
    "(?<time>(?:[Tt]|_+)",
    String.raw`(?:(?<hour>\d{1,2}):(?<minute>\d{1,2})(?::(?<second>\d{1,2}))?`,
    String.raw`|(?<hourCompact>\d\d)(?:(?<minuteCompact>\d\d)(?<secondCompact>\d\d)?)?)`,
    String.raw`(?<fraction>\.\d+|(?<=\d\d),\d+)?`,
    String.raw`(?:_*(?:[Zz]|[+-](?:(?<zoneHour>\d{1,2})(?::(?<zoneMinute>\d{1,2}))?|(?<zoneCompact>\d{4}))))?`,
    ")?_*$",
  ]
    .join("")
    .replaceAll("_", String.raw`[ \t\n\v\f\r]`),
);

/**
 * Weekday, month and hour of a time such as `2021-08-01 09:02:59` or any ISO 8601 form of a calendar date.
 * Names of zones, AM and PM, other orders of the parts, two-digit years, weeks, epochs are not taken.
 * @returns undefined where the text is no such time, or one that does not exist
 */
export function parseTime(text: string): LocalTime | undefined {
  return parseCommon(text) ?? parseAny(text);
}

/** Reads `YYYY-MM-DD HH:MM:SS`, also with a T, by position. */
function parseCommon(text: string): LocalTime | undefined {
  if (text.length !== 19 || text[4] !== "-" || text[7] !== "-" || text[13] !== ":" || text[16] !== ":")
    return;
  if (text[10] !== " " && text[10] !== "T") return;
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
  return localTime(
    year,
    twoDigits(text, 5),
    twoDigits(text, 8),
    twoDigits(text, 11),
    twoDigits(text, 14),
    twoDigits(text, 17),
  );
}

/** The number that two digits write; NaN where they are no digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN;
}

function parseAny(text: string): LocalTime | undefined {
  const parts = GRAMMAR.exec(text)?.groups;
  if (parts === undefined) return;
  const day = parts.day ?? parts.dayCompact;
  if (day === undefined && !partialDateExists(parts)) return;
  const second = parts.second ?? parts.secondCompact;
  if (!fractionExists(parts, second) || !zoneExists(parts)) return;
  return localTime(
    Number(parts.year),
    Number(parts.month ?? parts.monthCompact ?? 1),
    Number(day ?? 1),
    Number(parts.hour ?? parts.hourCompact ?? 0),
    Number(parts.minute ?? parts.minuteCompact ?? 0),
    Number(second ?? 0),
  );
}

type Parts = Readonly<Record<string, string | undefined>>;

/**
 * A year or a month stands alone. Not taken: `2021.10`, which the original reads as October, but with a blank
 * behind as January, and years below 1000, at which it guesses.
 */
function partialDateExists({ time, separator, year }: Parts): boolean {
  return time === undefined && separator !== "." && Number(year) >= 1000;
}

/** A fraction belongs to a second, or to the minute of H:M. */
function fractionExists({ fraction, year, minute }: Parts, second: string | undefined): boolean {
  if (fraction === undefined) return true;
  const digits = fraction.length - 1;
  if (second === undefined && (minute === undefined || digits > MINUTE_FRACTION_DIGITS_MAX)) return false;
  return digits <= 6 || (Number(year) >= NANOSECOND_YEARS.first && Number(year) <= NANOSECOND_YEARS.last);
}

/** A zone is less than a day from UTC; its minutes may pass 59, as for the original. */
function zoneExists({ zoneHour, zoneMinute, zoneCompact }: Parts): boolean {
  const hours = Number(zoneHour ?? zoneCompact?.slice(0, 2) ?? 0);
  const minutes = Number(zoneMinute ?? zoneCompact?.slice(2) ?? 0);
  return hours * 60 + minutes < 24 * 60;
}

/** Undefined where a part is out of its range, or NaN. */
function localTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): LocalTime | undefined {
  const name = MONTHS[month - 1];
  if (!(year >= 1) || name === undefined || !(day >= 1 && day <= daysOfMonth(year, month))) return;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return;
  return { weekday: weekdayOf(year, month, day), month: name, hour };
}

function daysOfMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (DAYS_OF_MONTH[month - 1] as number);
}

/** Proleptic Gregorian calendar. Source: the rule of Tomohiko Sakamoto (comp.lang.c, 1993). */
function weekdayOf(year: number, month: number, day: number): string {
  const y = month < 3 ? year - 1 : year;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return WEEKDAYS[(y + leapDays + (MONTH_SHIFTS[month - 1] as number) + day) % 7] as string;
}
