import { expect, test } from "vitest";
import { NO_SYMBOL } from "../../src/engine/scores.ts";
import { ALPHABET, symbolIndex } from "../../src/plate/alphabet.ts";
import { cyrillic } from "./cyrillic.ts";

test("the alphabet is the digits, a Latin D and twelve Cyrillic letters", () => {
  expect(ALPHABET).toEqual([..."0123456789D", ...cyrillic("ABEKMHOPCTYX")]);
});

test("each symbol is found by its code point", () => {
  expect(ALPHABET.map((symbol) => symbolIndex(symbol.codePointAt(0) as number))).toEqual([
    ...ALPHABET.keys(),
  ]);
});

test.each([
  ["Latin A", 0x41],
  ["lower-case Cyrillic A", 0x430],
  ["Cyrillic BE", 0x411],
  ["an Arabic digit", 0x661],
  ["NUL", 0],
  ["the last code point", 0x10ffff],
])("%s is no symbol", (_, codePoint) => {
  expect(symbolIndex(codePoint)).toBe(NO_SYMBOL);
});
