import { formatPrediction } from "../../src/cli/scorer.ts";
import type { FeatureValue, Prediction } from "../../src/engine/model.ts";

/** A number as a JSON or CSV file can hold it; JSON has no infinity, but reads 1e999 as one. */
function numeral(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? String(value) : `${value < 0 ? "-" : ""}1e999`;
}

function toJson(value: FeatureValue): string {
  if (Array.isArray(value)) return `[${value.map(toJson)}]`;
  return typeof value === "number" ? numeral(value) : JSON.stringify(value);
}

/** An embedding has semicolons between its numbers; a missing value is an empty text. */
function toCsv(value: FeatureValue): string {
  if (value === null) return '""';
  if (Array.isArray(value)) return value.map((one) => (one === null ? "" : toCsv(one))).join(";");
  return typeof value === "number" ? numeral(value) : `"${String(value).replaceAll('"', '""')}"`;
}

/** JSON Lines of objects. */
export function toObjects(rows: readonly Readonly<Record<string, FeatureValue>>[]): string {
  return rows
    .map(
      (row) =>
        `{${Object.entries(row).map(([name, value]) => `${JSON.stringify(name)}:${toJson(value)}`)}}\n`,
    )
    .join("");
}

/** JSON Lines of arrays. */
export function toArrays(rows: readonly (readonly FeatureValue[])[]): string {
  return rows.map((row) => `[${row.map(toJson)}]\n`).join("");
}

/** CSV with a header; `separator` ends the lines. */
export function toCsvText(rows: readonly Readonly<Record<string, FeatureValue>>[], separator = "\n"): string {
  const names = Object.keys(rows[0] ?? {});
  const records = rows.map((row) => names.map((name) => toCsv(row[name])).join(","));
  return [names.map(toCsv).join(","), ...records].map((record) => record + separator).join("");
}

/** One answer a line, as `predict` prints it. */
export function toAnswers(values: readonly unknown[]): string {
  return values.map((value) => `${formatPrediction(value as Prediction)}\n`).join("");
}
