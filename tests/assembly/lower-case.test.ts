import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rootPath } from "../golden.ts";

/** What CatBoost's tokenizer lower-cases unlike JavaScript: I with a dot to i alone, the last two noncharacters. */
const UNLIKE = new Map([
  [0x130, 0x69],
  [0x10fffe, 0xfffd],
  [0x10ffff, 0xfffd],
]);

/** The ranges of assembly/text/lower-case-table.ts. */
function readRanges(): number[][] {
  const source = readFileSync(rootPath("assembly/text/lower-case-table.ts"), "utf8");
  const numbers = [...source.matchAll(/0x[0-9a-f]+/g)].map(([number]) => Number(number));
  return Array.from({ length: numbers.length / 4 }, (_, i) => numbers.slice(4 * i, 4 * i + 4));
}

/** Pairs (code point, lower case) of the table, in its order. */
function members(): [number, number][] {
  return readRanges().flatMap(([first = 0, last = 0, step = 1, lower = 0]) =>
    Array.from({ length: (last - first) / step + 1 }, (_, i): [number, number] => [
      first + i * step,
      lower + i * step,
    ]),
  );
}

test("the table of lower case has as many ranges as it says, and they ascend", () => {
  const source = readFileSync(rootPath("assembly/text/lower-case-table.ts"), "utf8");
  expect(readRanges()).toHaveLength(Number(/LOWER_CASE_RANGES: u32 = (\d+)/.exec(source)?.[1]));
  const points = members().map(([point]) => point);
  expect(points).toEqual([...new Set(points)].sort((one, other) => one - other));
});

test("a member of the table is lower-cased as JavaScript does it, but for three", () => {
  const unlike = members().filter(
    ([point, lower]) => String.fromCodePoint(point).toLowerCase() !== String.fromCodePoint(lower),
  );
  expect(new Map(unlike)).toEqual(UNLIKE);
});

test("the table misses no capital of the alphabets up to Cyrillic", () => {
  const known = new Map(members());
  for (let point = 0; point < 0x530; point++) {
    const lower = String.fromCodePoint(point).toLowerCase().codePointAt(0);
    expect([point, known.get(point) ?? point]).toEqual([point, lower]);
  }
});
