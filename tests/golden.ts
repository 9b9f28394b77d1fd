import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Golden, parseGolden } from "../scripts/golden-file.mjs";
import type { FeatureValue } from "../src/engine/rows.ts";
import type { PredictionType } from "../src/index.ts";

/** Path of a file below the root of the repository. */
export function rootPath(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** The customer's files, where they are at hand. They are never part of the repository. */
export const CUSTOMER = rootPath("../shared/customer");
export const hasCustomer = existsSync(`${CUSTOMER}/micromodel.cbm`);

/** A body of /reg/, its features and Python's answers, or the field that must be refused. */
export interface PlateAnswer {
  readonly name?: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly features: Readonly<Record<string, FeatureValue>>;
  readonly raw: number;
  readonly negative: number;
  readonly positive: number;
  readonly error?: string | true;
}

/** Lines of a JSON Lines file, parsed. */
export function readLines<T>(path: string): T[] {
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

/** Names of the small models: name.cbm and name.json in tests/conformance. */
export const modelNames: readonly string[] = readdirSync(rootPath("tests/conformance"))
  .filter((name) => name.endsWith(".cbm"))
  .map((name) => name.slice(0, -".cbm".length));

export function modelPath(name: string): string {
  return rootPath(`tests/conformance/${name}.cbm`);
}

/** What the catboost package answers for a small model. */
export function golden(name: string): Golden {
  return parseGolden(readFileSync(rootPath(`tests/conformance/${name}.json`), "utf8"));
}

/** The golden rows by feature name. */
export function rowsByName({ features, rows }: Golden): Record<string, FeatureValue>[] {
  return rows.map((row) => Object.fromEntries(features.map(({ name }, i) => [name, row[i]])));
}

/** The answers of a type for all rows, from all trees. Throws where the package gives none. */
export function answersOf({ answers }: Golden, type: PredictionType): unknown[] {
  const line = answers.find(
    ({ options, row }) => row === undefined && options.type === type && options.ntreeStart === undefined,
  );
  if (!Array.isArray(line?.answer)) throw new Error(`no ${type}: ${line?.refused}`);
  return line.answer;
}
