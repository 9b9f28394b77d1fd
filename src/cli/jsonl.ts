import { parse as parseLossless } from "lossless-json";
import type { Feature, Row } from "../engine/model.ts";
import type { Table } from "../table/table.ts";

/**
 * Makes the reader of JSON Lines: an object by feature name or an array in feature order a line; blank lines are skipped.
 * @param ignoreUnknown names that are no feature are left out of the rows
 */
export function jsonLinesReader(
  features: readonly Feature[],
  ignoreUnknown: boolean,
): (text: string) => Table<Row> {
  const names = new Set(features.map(({ name }) => name));
  const categories = features.filter(({ kind }) => kind === "categorical");
  const finish = ignoreUnknown ? (row: Row) => withoutUnknown(row, names) : (row: Row) => row;
  return (text) => {
    const rows: Row[] = [];
    const lines: number[] = [];
    let line = 0;
    for (let start = 0; start < text.length; ) {
      let end = text.indexOf("\n", start);
      if (end < 0) end = text.length;
      line++;
      const source = text.slice(start, end);
      start = end + 1;
      if (source.trim() === "") continue;
      const row = parseRow(source, categories);
      if (typeof row === "string") return { rows, lines, failure: { line, message: row } };
      rows.push(finish(row));
      lines.push(line);
    }
    return { rows, lines };
  };
}

/** A line's row, or what is wrong with it. Categories of more digits than a double has arrive as bigint. */
function parseRow(source: string, categories: readonly Feature[]): Row | string {
  let value: unknown;
  try {
    value = JSON.parse(PYTHON_NUMBER.test(source) ? withoutPythonNumbers(source) : source);
    if (isInexact(value, categories)) value = parseLossless(withoutPythonNumbers(source), null, LOSSLESS);
  } catch (error) {
    return error instanceof RangeError ? "nested too deeply" : `not JSON: ${(error as Error).message}`;
  }
  if (typeof value === "object" && value !== null) return value as Row;
  return `got ${source.trim().slice(0, 40)}, expected an object by feature name or an array in feature order`;
}

/** What Python's json writes for doubles that JSON has no number for. */
const PYTHON_NUMBER = /NaN|Infinity/;
const STRING_OR_PYTHON_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?Infinity|NaN/g;
const AS_JSON: Readonly<Record<string, string>> = { NaN: "null", Infinity: "1e999", "-Infinity": "-1e999" };

function withoutPythonNumbers(source: string): string {
  return source.replace(STRING_OR_PYTHON_NUMBER, (token) => AS_JSON[token] ?? token);
}

function withoutUnknown(row: Row, names: ReadonlySet<string>): Row {
  return Array.isArray(row)
    ? row
    : Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)));
}

/** Whether a category is an integer that a double may have rounded. */
function isInexact(value: unknown, categories: readonly Feature[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  const row = value as Readonly<Record<string | number, unknown>>;
  return categories.some(({ name, index }) => {
    const category = row[Array.isArray(value) ? index : name];
    return Number.isInteger(category) && !Number.isSafeInteger(category);
  });
}

/** Integers beyond those of a double as bigint, the last of equal names, as JSON.parse has it. */
const LOSSLESS = {
  parseNumber(literal: string): number | bigint {
    const number = Number(literal);
    return /[.eE]/.test(literal) || Number.isSafeInteger(number) ? number : BigInt(literal);
  },
  onDuplicateKey: ({ newValue }: { newValue: unknown }) => newValue,
};
