import { CatscoreError } from "../errors.ts";
import type { Feature } from "./features.ts";
import { parseFloatFeature } from "./number.ts";
import { NOT_UTF8, writeUtf8 } from "./utf8.ts";
import type { EngineModule } from "./wasm.ts";

/** Value of a float (null, undefined and NaN are missing), a category (string, integer) or a text. */
type Scalar = number | string | bigint | boolean | null | undefined;

/** An embedding: as many floats as the feature's dimension says. */
export type Embedding = readonly Scalar[] | Float32Array | Float64Array;

export type FeatureValue = Scalar | Embedding;

/** A row by feature name, or an array in feature order. */
export type Row = Readonly<Record<string, FeatureValue>> | readonly FeatureValue[];

/** Category hashes kept; when there are more, all are forgotten. Those of longer texts are not kept. */
const HASHES_KEPT = 4096;
const KEPT_LENGTH_MAX = 256;
/** Texts that CatBoost refuses in a float, but that files hold: its own answers as this package writes them, and Python's. */
const INFINITIES: ReadonlyMap<string, number> = new Map([
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/**
 * Writes rows into the module's input blocks: value s of row r stands at slot s × rowCount + r of its kind's
 * block (docs/abi.md).
 */
export class RowWriter {
  readonly #module: EngineModule;
  readonly #features: readonly Feature[];
  readonly #byName: ReadonlyMap<string, Feature>;
  readonly #width: number;
  readonly #hashes = new Map<string, number>();
  /** Bytes of the rows' strings and embeddings. */
  #strings = 0;
  #stringsRoom = 0;
  #stringsUsed = 0;
  #rowRoom = 0;
  #floats = 0;
  #categories = 0;
  #texts = 0;
  #embeddings = 0;
  #rowCount = 1;

  constructor(module: EngineModule, features: readonly Feature[]) {
    this.#module = module;
    this.#features = features;
    this.#byName = new Map(features.map((feature) => [feature.name, feature]));
    this.#width = (features.at(-1)?.index ?? -1) + 1;
    this.#growStrings(4096);
  }

  /** Begins a call of rowCount rows. */
  begin(rowCount: number): void {
    if (rowCount > this.#rowRoom) {
      const status = this.#module.exports.reserveRows(rowCount);
      if (status !== 0)
        throw new CatscoreError("MODEL_TOO_LARGE", `the module has no room for ${rowCount} rows`);
      this.#module.refresh();
      this.#rowRoom = rowCount;
      this.#floats = (this.#module.exports.floatsAddress() >>> 0) >>> 2;
      this.#categories = (this.#module.exports.categoriesAddress() >>> 0) >>> 2;
      this.#texts = (this.#module.exports.textsAddress() >>> 0) >>> 2;
      this.#embeddings = (this.#module.exports.embeddingsAddress() >>> 0) >>> 2;
    }
    this.#rowCount = rowCount;
    this.#stringsUsed = 0;
  }

  /**
   * Writes one row.
   * @param at position in this call
   * @param number what error messages call the row; none for a single one
   * @throws ROW_SHAPE, ROW_COLUMN_MISSING, ROW_COLUMN_UNKNOWN, ROW_VALUE
   */
  write(row: Row, at: number, number?: number): void {
    if (Array.isArray(row)) this.#writeArray(row, at, number);
    else if (typeof row === "object" && row !== null)
      this.#writeObject(row as Record<string, FeatureValue>, at, number);
    else
      throw new CatscoreError(
        "ROW_SHAPE",
        `${place(number)}got ${show(row)}, expected an object or an array`,
      );
  }

  #writeArray(row: readonly FeatureValue[], at: number, number: number | undefined): void {
    if (row.length !== this.#width) {
      const message = `${place(number)}got ${row.length} values, expected ${this.#width}`;
      throw new CatscoreError("ROW_SHAPE", message);
    }
    for (const feature of this.#features) this.writeValue(feature, row[feature.index], at, number);
  }

  #writeObject(row: Record<string, FeatureValue>, at: number, number: number | undefined): void {
    for (const feature of this.#features) {
      const value = row[feature.name];
      if (value === undefined && !Object.hasOwn(row, feature.name)) {
        throw new CatscoreError("ROW_COLUMN_MISSING", `${place(number, feature)}is missing`);
      }
      this.writeValue(feature, value, at, number);
    }
    for (const name in row) {
      if (this.#byName.has(name)) continue;
      throw new CatscoreError(
        "ROW_COLUMN_UNKNOWN",
        `${place(number)}column "${name}" is no feature of the model`,
      );
    }
  }

  /** Writes one value. @throws ROW_VALUE */
  writeValue(feature: Feature, value: FeatureValue, at: number, number?: number): void {
    const slot = feature.slot * this.#rowCount + at;
    if (feature.kind === "float") {
      const float = typeof value === "number" ? value : toFloat(feature, value, number);
      if (Number.isNaN(float) && refusesMissing(feature)) throw missing(feature, value, number);
      this.#module.f32[this.#floats + slot] = float;
    } else if (feature.kind === "categorical") {
      // hashing may grow the memory, which makes the views anew
      const hash = this.#hash(feature, value, number);
      this.#module.u32[this.#categories + slot] = hash;
    } else if (feature.kind === "text") {
      this.#writeText(feature, value, slot, number);
    } else {
      this.#writeEmbedding(feature, value, slot, number);
    }
  }

  /** Writes `count` values of a column from `first` on; row i of the call gets value first + i. @throws ROW_VALUE */
  writeColumn(feature: Feature, column: ArrayLike<FeatureValue>, first: number, count: number): void {
    if (feature.kind === "float" && (column instanceof Float64Array || column instanceof Float32Array)) {
      const values = column.subarray(first, first + count);
      const missingAt = refusesMissing(feature) ? values.findIndex(Number.isNaN) : -1;
      if (missingAt >= 0) throw missing(feature, Number.NaN, first + missingAt);
      this.#module.f32.set(values, this.#floats + feature.slot * this.#rowCount);
      return;
    }
    for (let i = 0; i < count; i++) this.writeValue(feature, column[first + i], i, first + i);
  }

  /** The feature with a name, if the model has one. */
  feature(name: string): Feature | undefined {
    return this.#byName.get(name);
  }

  /** Hash of a category, from those kept where it is among them. */
  #hash(feature: Feature, value: FeatureValue, number: number | undefined): number {
    const text = typeof value === "string" ? value : toCategory(feature, value, number);
    const known = this.#hashes.get(text);
    if (known !== undefined) return known;
    const byteCount = this.#writeString(feature, text, number);
    this.#stringsUsed -= byteCount;
    const hash = this.#module.exports.hashCategory(this.#strings + this.#stringsUsed, byteCount) >>> 0;
    if (text.length > KEPT_LENGTH_MAX) return hash;
    if (this.#hashes.size >= HASHES_KEPT) this.#hashes.clear();
    this.#hashes.set(text, hash);
    return hash;
  }

  #writeText(feature: Feature, value: FeatureValue, slot: number, number: number | undefined): void {
    if (typeof value !== "string") throw wrong(feature, value, "a string", number);
    const byteCount = this.#writeString(feature, value, number);
    const address = this.#strings + this.#stringsUsed - byteCount;
    this.#module.u32[this.#texts + 2 * slot] = address;
    this.#module.u32[this.#texts + 2 * slot + 1] = byteCount;
  }

  #writeEmbedding(feature: Feature, value: FeatureValue, slot: number, number: number | undefined): void {
    const { dimension } = feature;
    if (!isEmbedding(value) || (value.length !== dimension && dimension > 0)) {
      const expected = dimension > 0 ? `${dimension} numbers` : "numbers";
      throw wrong(feature, value, `an array of ${expected}`, number);
    }
    if (value.length * 4 + 3 > this.#stringsRoom - this.#stringsUsed) this.#growStrings(value.length * 4);
    const first = (this.#strings + this.#stringsUsed + 3) >>> 2;
    for (let i = 0; i < value.length; i++) {
      const component = value[i];
      this.#module.f32[first + i] =
        typeof component === "number" ? component : toFloat(feature, component, number);
    }
    this.#stringsUsed = (first + value.length) * 4 - this.#strings;
    this.#module.u32[this.#embeddings + 2 * slot] = 4 * first;
    this.#module.u32[this.#embeddings + 2 * slot + 1] = value.length;
  }

  /** Appends a string's UTF-8 bytes. @returns how many */
  #writeString(feature: Feature, text: string, number: number | undefined): number {
    if (text.length * 3 > this.#stringsRoom - this.#stringsUsed) this.#growStrings(text.length * 3);
    const byteCount = writeUtf8(text, this.#module.u8, this.#strings + this.#stringsUsed);
    if (byteCount === NOT_UTF8) throw wrong(feature, text, "a string without half surrogate pairs", number);
    this.#stringsUsed += byteCount;
    return byteCount;
  }

  /** Goes on in a new, larger place: what this call wrote before stays where it is. */
  #growStrings(atLeast: number): void {
    const room = Math.max(atLeast, 2 * this.#stringsRoom);
    this.#strings = this.#module.allocate(room);
    this.#stringsRoom = room;
    this.#stringsUsed = 0;
  }
}

function isEmbedding(value: FeatureValue): value is Embedding {
  return Array.isArray(value) || value instanceof Float32Array || value instanceof Float64Array;
}

function toFloat(feature: Feature, value: FeatureValue, number: number | undefined): number {
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value === "object") throw wrong(feature, value, "a number", number);
  const float =
    typeof value === "string" ? (INFINITIES.get(value) ?? parseFloatFeature(value)) : Number(value);
  if (float === undefined) throw wrong(feature, value, "a number", number);
  return float;
}

/** Whether the model looks at a float but was trained to have no missing ones. */
function refusesMissing({ nanMode, used }: Feature): boolean {
  return nanMode === "Forbidden" && used;
}

function missing(feature: Feature, value: unknown, number: number | undefined): CatscoreError {
  return wrong(feature, value, "a number (the model's nan_mode is Forbidden)", number);
}

/** A category's text: integers in decimal, booleans as 1 and 0, as the Python package takes them. */
function toCategory(feature: Feature, value: FeatureValue, number: number | undefined): string {
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "bigint" && value >= INT64_MIN && value <= INT64_MAX) return String(value);
  throw wrong(feature, value, "a string or an integer", number);
}

function wrong(
  feature: Feature,
  value: unknown,
  expected: string,
  number: number | undefined,
): CatscoreError {
  return new CatscoreError("ROW_VALUE", `${place(number, feature)}got ${show(value)}, expected ${expected}`);
}

/** "row 3, column "age": " with what is known of it. */
function place(number: number | undefined, feature?: Feature): string {
  const parts = [];
  if (number !== undefined) parts.push(`row ${number}`);
  if (feature !== undefined) parts.push(`column "${feature.name}"`);
  return parts.length === 0 ? "" : `${parts.join(", ")}: `;
}

/** A value as error messages show it, shortened. */
function show(value: unknown): string {
  const isNumber = typeof value === "bigint" || typeof value === "number";
  const text = isNumber ? String(value) : (toJson(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** A value as JSON; of what JSON cannot hold, or is nested too deeply to be written, what it is. */
function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return Array.isArray(value) ? "an array" : "an object";
  }
}
