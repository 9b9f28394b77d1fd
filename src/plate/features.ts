import type { FeatureKind } from "../engine/model.ts";
import { CharScores } from "../engine/scores.ts";
import type { EngineModule } from "../engine/wasm.ts";
import { ALPHABET, symbolIndex } from "./alphabet.ts";
import { type BodyField, fieldError, type PlateReading, type ScoreList } from "./reading.ts";
import { plateCategory } from "./template.ts";

/** A feature that is computed of a reading. */
export interface PlateFeature {
  readonly name: string;
  readonly kind: FeatureKind;
}

function feature(kind: FeatureKind): (name: string) => PlateFeature {
  return (name) => ({ name, kind });
}

/** The 41 features, in the order in which PlateFeatures computes their values. */
export const PLATE_FEATURES: readonly PlateFeature[] = [
  ...["afts_regno_ai_score", "direction", "recognition_accuracy"].map(feature("float")),
  ...["max_sym_score", "min_sym_score", ...ALPHABET, "max_len_score"].map(feature("float")),
  ...["ai_len", "cam_len", "foreign_sym", "hour"].map(feature("float")),
  ...["camera_type", "camera_class", "weekday", "month"].map(feature("categorical")),
  ...["regno_template", "regno_template_ai"].map(feature("categorical")),
  ...["afts_regno_ai_text", "regno_recognize_text"].map(feature("text")),
];

/** Computes the features of readings, one at a time. */
export class PlateFeatures {
  /** The values of the latest reading, in the order of PLATE_FEATURES; NaN is a missing number. */
  readonly values: (number | string)[] = PLATE_FEATURES.map(({ kind }) => (kind === "float" ? 0 : ""));
  readonly #scores: CharScores;
  /** Index into ALPHABET of each character of the network's plate. */
  #symbols = new Uint8Array(64);

  constructor(module: EngineModule) {
    this.#scores = new CharScores(module);
  }

  /**
   * Writes the features of a reading into `values`.
   * @throws BODY_FIELD where the text of a list of scores cannot be read; what `values` holds is then undefined
   */
  compute(reading: PlateReading): void {
    const { cameraPlate, networkPlate, time } = reading;
    const scores = this.#scores;
    const values = this.values;
    let at = 0;
    values[at++] = reading.networkScore;
    values[at++] = reading.direction;
    values[at++] = reading.cameraScore;

    this.#readScores("afts_regno_ai_char_scores", reading.charScores);
    values[at++] = scores.maximum;
    values[at++] = scores.minimum;
    const networkLength = this.#readSymbols(networkPlate);
    const lowest = scores.lowest(this.#symbols, networkLength, ALPHABET.length);
    for (let symbol = 0; symbol < ALPHABET.length; symbol++) values[at++] = lowest[symbol] as number;
    this.#readScores("afts_regno_ai_length_scores", reading.lengthScores);
    values[at++] = scores.maximum;

    values[at++] = networkLength;
    values[at++] = characterCount(cameraPlate);
    // foreign_sym: the function that should have counted returns nothing, and the model was trained so.
    values[at++] = Number.NaN;
    values[at++] = time.hour;

    values[at++] = reading.cameraType;
    values[at++] = reading.cameraClass;
    values[at++] = time.weekday;
    values[at++] = time.month;
    values[at++] = plateCategory(cameraPlate);
    values[at++] = plateCategory(networkPlate);
    values[at++] = spaced(networkPlate);
    values[at++] = spaced(cameraPlate);
  }

  #readScores(field: BodyField, list: ScoreList): void {
    if (typeof list !== "string") this.#scores.take(list);
    else if (!this.#scores.parse(list)) throw fieldError(field, list, `numbers such as "[0.99, 1.0]"`);
  }

  /** Looks the characters of a plate up in the alphabet. @returns their number */
  #readSymbols(plate: string): number {
    if (plate.length > this.#symbols.length) this.#symbols = new Uint8Array(plate.length);
    const symbols = this.#symbols;
    let count = 0;
    for (let i = 0; i < plate.length; i++) {
      const codePoint = plate.codePointAt(i) as number;
      if (codePoint > 0xffff) i++;
      symbols[count++] = symbolIndex(codePoint);
    }
    return count;
  }
}

/** Characters (code points) of a well-formed text. */
function characterCount(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) if (isHighSurrogate(text.charCodeAt(i))) count--;
  return count;
}

/** Longest text whose UTF-16 units are passed as arguments. */
const UNITS_MAX = 256;
const units: number[] = [];

/** The characters of a well-formed text with a blank between each two. */
function spaced(text: string): string {
  if (text.length > UNITS_MAX) return Array.from(text).join(" ");
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    if (i > 0) units[count++] = 0x20;
    const unit = text.charCodeAt(i);
    units[count++] = unit;
    if (isHighSurrogate(unit)) units[count++] = text.charCodeAt(++i);
  }
  units.length = count;
  return String.fromCharCode.apply(null, units);
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}
