import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Feature } from "../src/engine/features.ts";
import type { FeatureValue } from "../src/engine/rows.ts";

/** Path of a file below the root of the repository. */
export function rootPath(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** The customer's files, where they are at hand. They are never part of the repository. */
export const CUSTOMER = rootPath("../shared/customer");
export const hasCustomer = existsSync(`${CUSTOMER}/micromodel.cbm`);

/** A row and what Python's catboost answers for it. */
export interface ModelAnswer {
  readonly row: Readonly<Record<string, number | string | null>>;
  readonly raw: number;
  readonly exponent: number;
  readonly probability?: readonly number[];
  readonly log_probability?: readonly number[];
  readonly class?: number;
}

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

/** Names of the small models: name.cbm and name.jsonl in tests/golden/models. */
export const modelNames: readonly string[] = readdirSync(rootPath("tests/golden/models"))
  .filter((name) => name.endsWith(".cbm"))
  .map((name) => name.slice(0, -".cbm".length));

export function modelPath(name: string): string {
  return rootPath(`tests/golden/models/${name}.cbm`);
}

/** The golden rows of a small model; "inf" and "-inf" of float columns become numbers. */
export function modelAnswers(name: string, features: readonly Feature[]): ModelAnswer[] {
  const floats = new Set(features.filter(({ kind }) => kind === "float").map((feature) => feature.name));
  return readLines<ModelAnswer>(rootPath(`tests/golden/models/${name}.jsonl`)).map((answer) => {
    const row = Object.entries(answer.row).map(([column, value]) => {
      const infinite = floats.has(column) && (value === "inf" || value === "-inf");
      return [column, infinite ? Number(`${value}inity`.replace("inf", "Inf")) : value];
    });
    return { ...answer, row: Object.fromEntries(row) };
  });
}
