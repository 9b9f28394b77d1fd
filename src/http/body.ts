import { parse as parseLossless } from "lossless-json";
import { CatscoreError } from "../errors.ts";

/** Fields whose numbers must be told apart: an integer is a category, a number with a fraction is none. */
const CATEGORY_FIELDS = ["camera_type", "camera_class"] as const;
/** Fields whose number may be infinite (1e400), but no integer too large for a double. */
const NUMBER_FIELDS = ["recognition_accuracy", "afts_regno_ai_score", "direction"] as const;

type JsonObject = Record<string, unknown>;

/**
 * Reads a body: a JSON object, or a JSON string that holds one. Where it matters whether a number was written
 * as an integer (see the fields above), an integer comes as bigint and any other as number. Of equal keys the
 * last counts. NaN and Infinity, which the original took, are no JSON.
 * @throws BODY_MALFORMED
 */
export function parseBody(text: string): Readonly<JsonObject> {
  let source = text;
  let value = parseJson(source);
  if (typeof value === "string") {
    source = value;
    value = parseJson(source);
  }
  if (!isObject(value)) throw new CatscoreError("BODY_MALFORMED", `expected an object, got ${nameOf(value)}`);
  if (isInexact(value)) restoreIntegers(value, parseExactly(source));
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CatscoreError("BODY_MALFORMED", `no JSON: ${(cause as Error).message}`, { cause });
  }
}

/** Reads what JSON.parse took, with integers as bigint. */
function parseExactly(text: string): unknown {
  try {
    return parseLossless(text, null, { parseNumber, onDuplicateKey: ({ newValue }) => newValue });
  } catch (cause) {
    // JSON.parse took it, so the stack ran out in a tower of brackets; no field takes one.
    throw new CatscoreError("BODY_MALFORMED", "brackets are nested too deeply", { cause });
  }
}

function parseNumber(literal: string): number | bigint {
  return /[.eE]/.test(literal) ? Number(literal) : BigInt(literal);
}

/** Whether it matters in a body how its numbers were written. */
function isInexact(body: JsonObject): boolean {
  return (
    CATEGORY_FIELDS.some((field) => typeof body[field] === "number") ||
    NUMBER_FIELDS.some((field) => isInfinite(body[field]))
  );
}

/** @param exact the same body by parseExactly */
function restoreIntegers(body: JsonObject, exact: unknown): void {
  const exactBody = exact as JsonObject;
  for (const field of CATEGORY_FIELDS) if (typeof body[field] === "number") body[field] = exactBody[field];
  for (const field of NUMBER_FIELDS) if (isInfinite(body[field])) body[field] = exactBody[field];
}

function isInfinite(value: unknown): boolean {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
