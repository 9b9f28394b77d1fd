import { NO_SYMBOL } from "../engine/scores.ts";

/**
 * The characters whose scores are features, named after themselves. The letters are Cyrillic; the
 * remarks give their Latin look-alikes. This is the one source file that holds Cyrillic letters.
 */
export const ALPHABET: readonly string[] = [
  ..."0123456789",
  "D", // the one Latin letter, of diplomatic plates
  "\u0410", // A
  "\u0412", // B
  "\u0415", // E
  "\u041a", // K
  "\u041c", // M
  "\u041d", // H
  "\u041e", // O
  "\u0420", // P
  "\u0421", // C
  "\u0422", // T
  "\u0423", // Y
  "\u0425", // X
];

const indexOfCodePoint = new Uint8Array(0x430).fill(NO_SYMBOL);
for (const [index, symbol] of ALPHABET.entries()) indexOfCodePoint[symbol.charCodeAt(0)] = index;

/** Index into ALPHABET of a character given by its code point, NO_SYMBOL where it has none. */
export function symbolIndex(codePoint: number): number {
  return indexOfCodePoint[codePoint] ?? NO_SYMBOL;
}
