import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
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
  readonly row: Readonly<Record<string, number | string | null | readonly (number | null)[]>>;
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

/** The golden rows of a small model: "inf" and "-inf", which JSON has no number for, become numbers. */
export function modelAnswers(name: string): ModelAnswer[] {
  const revive = (_key: string, value: unknown) =>
    value === "inf" || value === "-inf" ? Number(`${value}inity`.replace("inf", "Inf")) : value;
  const text = readFileSync(rootPath(`tests/golden/models/${name}.jsonl`), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line, revive) as ModelAnswer);
}
