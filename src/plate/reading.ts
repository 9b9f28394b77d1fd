import { parseFloatFeature } from "../engine/number.ts";
import { CatscoreError } from "../errors.ts";
import { type LocalTime, parseTime } from "./time.ts";

/** The fields of a body. */
export const BODY_FIELDS = [
  "regno_recognize",
  "afts_regno_ai",
  "recognition_accuracy",
  "afts_regno_ai_score",
  "afts_regno_ai_char_scores",
  "afts_regno_ai_length_scores",
  "camera_type",
  "camera_class",
  "time_check",
  "direction",
] as const;

export type BodyField = (typeof BODY_FIELDS)[number];

/** A list of scores: numbers, or their text `"[0.99, 1.0]"`, which is not yet read. */
export type ScoreList = string | readonly number[];

/** One reading of a plate: a body whose fields have the right types. NaN is a missing number. */
export interface PlateReading {
  /** The plate as the camera read it. */
  readonly cameraPlate: string;
  /** The plate as the neural network read it. */
  readonly networkPlate: string;
  /** The camera's own score, 0 to 100. */
  readonly cameraScore: number;
  /** The network's score for the whole plate. */
  readonly networkScore: number;
  /** The network's score for each character. */
  readonly charScores: ScoreList;
  /** The network's score for each possible length. */
  readonly lengthScores: ScoreList;
  readonly cameraType: string;
  readonly cameraClass: string;
  readonly time: LocalTime;
  readonly direction: number;
}

type Body = Readonly<Partial<Record<BodyField, unknown>>>;

/**
 * Reads the fields of a body, by name. Integers of camera_type and camera_class come as bigint (see
 * http/body.ts): a number stands for one with a fraction or an exponent, which they refuse.
 * @throws BODY_MALFORMED where the body is no object, BODY_FIELD where a field is missing, unknown or wrong
 */
export function readBody(body: unknown): PlateReading {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new CatscoreError("BODY_MALFORMED", `a body is a JSON object, got ${shown(body)}`);
  }
  checkNames(body);
  const fields: Body = body;
  return {
    cameraPlate: stringOf("regno_recognize", fields.regno_recognize),
    networkPlate: stringOf("afts_regno_ai", fields.afts_regno_ai),
    cameraScore: numberOf("recognition_accuracy", fields.recognition_accuracy),
    networkScore: numberOf("afts_regno_ai_score", fields.afts_regno_ai_score),
    charScores: scoresOf("afts_regno_ai_char_scores", fields.afts_regno_ai_char_scores),
    lengthScores: scoresOf("afts_regno_ai_length_scores", fields.afts_regno_ai_length_scores),
    cameraType: categoryOf("camera_type", fields.camera_type),
    cameraClass: categoryOf("camera_class", fields.camera_class),
    time: timeOf(fields.time_check),
    direction: numberOf("direction", fields.direction),
  };
}

/** The error of a field. @param expected what the field takes */
export function fieldError(field: BodyField, value: unknown, expected: string): CatscoreError {
  return new CatscoreError("BODY_FIELD", `${field}: got ${shown(value)}, expected ${expected}`);
}

/** Every field must be there; no other may. */
function checkNames(body: object): void {
  let count = 0;
  for (const name in body) {
    count++;
    if (!(BODY_FIELDS as readonly string[]).includes(name)) {
      throw new CatscoreError(
        "BODY_FIELD",
        `${shown(name)}: unknown field, expected ${BODY_FIELDS.join(", ")}`,
      );
    }
  }
  if (count === BODY_FIELDS.length) return;
  const missing = BODY_FIELDS.filter((field) => !Object.hasOwn(body, field));
  throw new CatscoreError("BODY_FIELD", `${missing.join(", ")}: missing`);
}

function stringOf(field: BodyField, value: unknown): string {
  if (typeof value === "string" && value.isWellFormed()) return value;
  throw fieldError(field, value, "a string of Unicode characters");
}

/** A number, its text, a boolean as 1 or 0, null as missing. */
function numberOf(field: BodyField, value: unknown): number {
  if (typeof value === "number") return value;
  if (value === null) return Number.NaN;
  if (typeof value === "boolean") return value ? 1 : 0;
  let number: number | undefined;
  if (typeof value === "string") number = parseFloatFeature(value);
  else if (typeof value === "bigint" && Number.isFinite(Number(value))) number = Number(value);
  if (number !== undefined) return number;
  throw fieldError(field, value, "a number in the range of a double, or null");
}

function scoresOf(field: BodyField, value: unknown): ScoreList {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((score) => typeof score === "number")) return value;
  throw fieldError(field, value, `a list of numbers, or its text such as "[0.99, 1.0]"`);
}

/** A string; an integer of 64 bits stands for its decimal text, true for "1" and false for "0". */
function categoryOf(field: BodyField, value: unknown): string {
  if (typeof value === "string" && value.isWellFormed()) return value;
  if (typeof value === "bigint" && BigInt.asIntN(64, value) === value) return String(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  throw fieldError(field, value, "a string, or an integer of 64 bits");
}

function timeOf(value: unknown): LocalTime {
  const time = typeof value === "string" ? parseTime(value) : undefined;
  if (time !== undefined) return time;
  throw fieldError("time_check", value, `an existing time such as "2021-08-01 09:02:59", in ISO 8601`);
}

/** Characters of a value that a message shows. */
const SHOWN_LENGTH_MAX = 60;

/** A value as a message shows it: one line, well-formed, of bounded length. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  let text = String(value);
  if (text.length > SHOWN_LENGTH_MAX) text = `${text.slice(0, SHOWN_LENGTH_MAX)}...`;
  return typeof value === "string" ? JSON.stringify(text) : text;
}
