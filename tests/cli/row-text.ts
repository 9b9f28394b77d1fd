import type { ModelAnswer } from "../golden.ts";

type Value = string | number | null | readonly (number | null)[];

/** A number as a JSON or CSV file can hold it; JSON has no infinity, but reads 1e999 as one. */
function numeral(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? String(value) : `${value < 0 ? "-" : ""}1e999`;
}

function toJson(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(toJson)}]`;
  return typeof value === "number" ? numeral(value) : JSON.stringify(value);
}

function toCsv(value: Value): string {
  if (value === null) return "";
  if (typeof value === "number") return numeral(value);
  return typeof value === "string" ? `"${value.replaceAll('"', '""')}"` : value.map(toCsv).join(";");
}

/** JSON Lines of objects. */
export function toObjects(cases: readonly ModelAnswer[]): string {
  return cases
    .map(
      ({ row }) =>
        `{${Object.entries(row).map(([name, value]) => `${JSON.stringify(name)}:${toJson(value)}`)}}\n`,
    )
    .join("");
}

/** JSON Lines of arrays, in the order of the names. */
export function toArrays(cases: readonly ModelAnswer[], names: readonly string[]): string {
  return cases.map(({ row }) => `[${names.map((name) => toJson(row[name] as Value))}]\n`).join("");
}

/** CSV with a header; `separator` ends the lines. */
export function toCsvText(cases: readonly ModelAnswer[], separator = "\n"): string {
  const names = Object.keys(cases[0]?.row ?? {});
  const records = cases.map(({ row }) => names.map((name) => toCsv(row[name] as Value)).join(","));
  return [names.map(toCsv).join(","), ...records].map((record) => record + separator).join("");
}

/** One answer a line, as `predict` prints it. */
export function toAnswers(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}
