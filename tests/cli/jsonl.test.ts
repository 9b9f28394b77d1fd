import { expect, test } from "vitest";
import { jsonLinesReader } from "../../src/cli/jsonl.ts";
import type { Feature } from "../../src/engine/model.ts";

const FEATURES: readonly Feature[] = [
  {
    index: 0,
    name: "code",
    kind: "categorical",
    used: true,
    borderCount: 0,
    dimension: 0,
    nanMode: undefined,
    slot: 0,
  },
  {
    index: 1,
    name: "size",
    kind: "float",
    used: true,
    borderCount: 1,
    dimension: 0,
    nanMode: "Min",
    slot: 0,
  },
];
const read = jsonLinesReader(FEATURES, false);

test("integer categories keep all of their 64 bits, in objects and arrays", () => {
  const text = `{"code": 9007199254740993, "size": 9007199254740993}\n[-9223372036854775808, 0.5]\n`;
  expect(read(text).rows).toEqual([
    { code: 9007199254740993n, size: 9007199254740993n },
    [-9223372036854775808n, 0.5],
  ]);
});

test("other numbers stay numbers", () => {
  const text = `{"code": 5, "size": 1e300}\n{"code": 1e300, "size": 3}\n`;
  expect(read(text).rows).toEqual([
    { code: 5, size: 1e300 },
    { code: 1e300, size: 3 },
  ]);
});

test("a tower of brackets is a value like any other, and one beside a long integer too deep", () => {
  const tower = "[".repeat(100_000) + "]".repeat(100_000);
  expect(read(`["a", ${tower}]\n`)).toMatchObject({ lines: [1] });
  const { rows, failure } = read(`["a", 1]\n[9007199254740993, ${tower}]\n`);
  expect(rows).toEqual([["a", 1]]);
  expect(failure).toEqual({ line: 2, message: "nested too deeply" });
});

test("NaN and infinities as Python writes them are read, but not inside of strings", () => {
  const text = `{"code": "NaN, \\" -Infinity", "size": NaN}\n["Infinity", -Infinity]\n[9007199254740993, Infinity]\n`;
  expect(read(text).rows).toEqual([
    { code: 'NaN, " -Infinity', size: null },
    ["Infinity", Number.NEGATIVE_INFINITY],
    [9007199254740993n, Number.POSITIVE_INFINITY],
  ]);
});

test("a long text beside a NaN stays as it is", () => {
  const text = `Infinity \\${"x".repeat(20_000_000)}`;
  expect(read(`${JSON.stringify({ code: text, size: 0 }).replace("0}", "NaN}")}\n`)).toMatchObject({
    lines: [1],
    rows: [{ size: null }],
  });
});
