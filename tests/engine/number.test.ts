import { expect, test } from "vitest";
import { parseFloatFeature } from "../../src/engine/number.ts";

test.each([
  ["6.4", 6.4],
  ["-3", -3],
  ["+6.4", 6.4],
  [".5", 0.5],
  ["5.", 5],
  ["-.5", -0.5],
  ["5.e3", 5000],
  ["1E+5", 1e5],
  ["1e-05", 1e-5],
  ["007", 7],
  [" 6.4", 6.4],
  [" \t\n\v\f\r6.4", 6.4],
  ["1e400", Number.POSITIVE_INFINITY],
  ["-1e400", Number.NEGATIVE_INFINITY],
  ["1e-400", 0],
  ["0e999999999999", 0],
  ["1e99999999999999999999", Number.POSITIVE_INFINITY],
  ["16777217", 16777217],
])("%j is the decimal number %d", (text, value) => {
  expect(parseFloatFeature(text)).toBe(value);
});

test.each([
  ["0x10", 16],
  ["0XfF", 255],
  ["-0x10", -16],
  ["+0x10", 16],
  [" 0x10", 16],
  ["0x1e5", 485],
  ["0x20000000000003", 2 ** 53 + 4],
  [`0x${"f".repeat(300)}`, Number.POSITIVE_INFINITY],
])("%j is the hexadecimal number %d", (text, value) => {
  expect(parseFloatFeature(text)).toBe(value);
});

test.each([" ", "  ", "\t", " \t\n\v\f\r"])("blanks alone are 0: %j", (text) => {
  expect(parseFloatFeature(text)).toBe(0);
});

test.each([
  ..."|nan|NaN|NAN|-nan|-NaN|NA|Na|na|N/A|n/a|#N/A|#NA|null|NULL|Null|none|None|-|#N/A N/A".split("|"),
  ..."-1.#IND|-1.#QNAN|1.#IND|1.#QNAN".split("|"),
])("%j is missing", (text) => {
  expect(parseFloatFeature(text)).toBeNaN();
});

test.each([
  ..."abc|6.4abc|1,5|1_0|1d5|1f|1L|6.4 |6.4\n|0x|0xg|0x1g|0x1.8|0x1p3|00x10|0b1|0o7|0x10 |1x".split("|"),
  ...".|-.|+|--|+-1|- 1|.e5|1e|1e+|1e 5|1.5.5|1e5.5|inf|-inf|Inf|infinity|Infinity|true|True|false".split(
    "|",
  ),
  ..."Nan|nAn|nA|+nan|-NAN| nan|nan |nan(1)|#na|#n/a|NONE|nULL|nil|NaT|<NA>|?|1.#INF|undefined|-NA".split(
    "|",
  ),
  ..."\u0000|\u00001|1\u0000|\u00a01|\u20031|\u0663|\uff13|1\u0663|\u22121|\ud800".split("|"),
])("%j is no number", (text) => {
  expect(parseFloatFeature(text)).toBeUndefined();
});
