import { CatscoreError } from "../errors.ts";
import type { EngineModule } from "./wasm.ts";

/** Index of a character that is in no alphabet, for `CharScores.lowest`. */
export const NO_SYMBOL = 255;

const encoder = new TextEncoder();
const NOT_ASCII = /[\u0080-\u{10ffff}]/u;
const DIGIT = /\p{Nd}/u;
const BLANK = /\p{White_Space}/u;

/**
 * The character-score math of the module: a list of numbers in text form, its largest and smallest, and
 * the lowest score of each symbol of a plate. Holds one list at a time.
 */
export class CharScores {
  readonly #module: EngineModule;
  /** Place for a list's text, or a plate's symbols: address, bytes, and the view of them. */
  #bytes = 0;
  #room = 0;
  #view = new Uint8Array(0);
  #lowest = new Float64Array(0);

  constructor(module: EngineModule) {
    this.#module = module;
    this.#reserve(1024);
  }

  /**
   * Reads the text of a list: the first and the last character are dropped, the rest is split at commas,
   * each piece is a number as Python's `float()` takes it ("[]" is the list of one 0).
   * @returns false if a piece is no number; the list is then undefined
   */
  parse(text: string): boolean {
    const { read, written } = encoder.encodeInto(text, this.#reserve(text.length));
    const isAscii = read === text.length && written === text.length;
    if (!isAscii) return this.parse(toAscii(text));
    const status = this.#module.exports.parseScores(this.#bytes, text.length);
    this.#module.refresh();
    return status === 0;
  }

  /** Takes a list of numbers as it is; an empty one is the list of one 0. @throws MODEL_TOO_LARGE */
  take(values: readonly number[]): void {
    const address = this.#module.exports.reserveScores(values.length) >>> 0;
    if (address === 0 && values.length > 0) {
      throw new CatscoreError("MODEL_TOO_LARGE", `the module has no room for ${values.length} scores`);
    }
    this.#module.refresh();
    this.#module.f64.set(values, address >>> 3);
    this.#module.exports.takeScores(values.length);
    this.#module.refresh();
  }

  /** Largest of the list; NaN if one of them is NaN. */
  get maximum(): number {
    return this.#module.exports.largestScore();
  }

  /** Smallest of the list; NaN if one of them is NaN. */
  get minimum(): number {
    return this.#module.exports.smallestScore();
  }

  /**
   * Lowest score of each symbol: character i of the plate is paired with score i, the shorter of the two
   * ends the pairing.
   * @param symbols index into the alphabet of each character of the plate, or NO_SYMBOL
   * @param symbolCount characters of the plate
   * @param alphabetSize symbols of the alphabet, at most 254
   * @returns view of alphabetSize f64, 1 where the plate has no such symbol; valid until the next call
   */
  lowest(symbols: Uint8Array, symbolCount: number, alphabetSize: number): Float64Array {
    const view = this.#reserve(symbolCount);
    for (let i = 0; i < symbolCount; i++) view[i] = symbols[i] ?? NO_SYMBOL;
    const address = this.#module.exports.lowestScores(this.#bytes, symbolCount, alphabetSize) >>> 0;
    this.#module.refresh();
    const { f64 } = this.#module;
    if (this.#lowest.buffer !== f64.buffer || this.#lowest.length !== alphabetSize) {
      this.#lowest = f64.subarray(address >>> 3, (address >>> 3) + alphabetSize);
    }
    return this.#lowest;
  }

  /** Makes room for byteCount bytes. @returns the view of the place, larger than that */
  #reserve(byteCount: number): Uint8Array {
    if (byteCount > this.#room) {
      this.#room = Math.max(byteCount, 2 * this.#room);
      this.#bytes = this.#module.allocate(this.#room);
    }
    const { u8 } = this.#module;
    if (this.#view.buffer !== u8.buffer || this.#view.length !== this.#room) {
      this.#view = u8.subarray(this.#bytes, this.#bytes + this.#room);
    }
    return this.#view;
  }
}

/** What Python makes of a text before it reads a number: Unicode digits and blanks become ASCII ones. */
function toAscii(text: string): string {
  let ascii = "";
  for (const character of text) {
    if (BLANK.test(character)) ascii += " ";
    else if (!NOT_ASCII.test(character)) ascii += character;
    else ascii += DIGIT.test(character) ? digitValue(character) : "?";
  }
  return ascii;
}

/** Decimal digits come in runs of ten, 0 first, so the value follows from the distance to the first of them. */
function digitValue(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  let first = point;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first--;
  return String((point - first) % 10);
}
