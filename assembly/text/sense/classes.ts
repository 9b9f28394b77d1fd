import { allocateBytes } from "../../memory";
import { CLASS_RUNS, CLASS_RUNS_BYTES } from "./tables";

/**
 * What the tokenizer by sense tells apart of the UTF-16 units, each class with its usual members. Classes are
 * below 32, so a set of them is the bits of a u32. The numbers are those of training/sense_tables.py.
 * Source: library/cpp/tokenizer/charclasses_8.rl, library/cpp/tokenizer/symbols.rl
 */

/** Not assigned; a run of them is punctuation. */
export const OTHER: u32 = 0;
/** Small letters. */
export const LOWER: u32 = 1;
/** Letters that may begin a sentence: capital ones and those of scripts without case. */
export const TITLE: u32 = 2;
/** Decimal digits of any script. */
export const DIGIT: u32 = 3;
/** Other numbers: superscripts, fractions, numbers in circles. */
export const NUMERAL: u32 = 4;
/** Signs that are words of their own: mathematics, currencies, pictures. */
export const SIGN: u32 = 5;
export const COPYRIGHT: u32 = 6;
/** Combining marks; in front of a word that is too long they are cut off, but for the late ones. */
export const ACCENT: u32 = 7;
export const LATE_ACCENT: u32 = 8;
export const SOFT_HYPHEN: u32 = 9;
/** Letters that are words of their own. */
export const IDEOGRAPH: u32 = 10;
export const SURROGATE: u32 = 11;
export const ZERO: u32 = 12;
/** Blank, tab, line ends. */
export const SPACE: u32 = 13;
export const NO_BREAK_SPACE: u32 = 14;
export const NUMBER_SIGN: u32 = 15;
export const AT_SIGN: u32 = 16;
export const DOLLAR_SIGN: u32 = 17;
export const PLUS: u32 = 18;
export const MINUS: u32 = 19;
export const APOSTROPHE: u32 = 20;
export const SLASH: u32 = 21;
export const UNDERSCORE: u32 = 22;
export const DOT: u32 = 23;
/** Exclamation mark, question mark. */
export const TERMINATOR: u32 = 24;
/** Full stops of Chinese and Japanese. */
export const WIDE_TERMINATOR: u32 = 25;
/** Opening brackets, quotation marks, asterisk. */
export const OPENING: u32 = 26;
/** Comma, ampersand: no sentence ends before them. */
export const COMMA: u32 = 27;
/** All other punctuation, control characters. */
export const PUNCTUATION: u32 = 28;
/** Behind the last unit of a text; in no set. */
export const END: u32 = 31;

/** In the runs: LOWER and TITLE by turns, TITLE first. */
const BY_TURNS: u32 = 30;

/** Sets of classes. */
export const BLANKS: u32 = (1 << SPACE) | (1 << NO_BREAK_SPACE);
export const ACCENTS: u32 = (1 << ACCENT) | (1 << LATE_ACCENT);
export const LETTERS: u32 = (1 << LOWER) | (1 << TITLE);
export const NUMBERS: u32 = (1 << DIGIT) | (1 << NUMERAL);
export const SIGNS: u32 = (1 << SIGN) | (1 << COPYRIGHT);
/** What the first span of a word begins with, accents aside. */
export const BEGINNINGS: u32 = LETTERS | NUMBERS | SIGNS;
export const PREFIXES: u32 = (1 << NUMBER_SIGN) | (1 << AT_SIGN) | (1 << DOLLAR_SIGN);
/** Delimiters within a word. */
export const JOINTS: u32 = (1 << APOSTROPHE) | (1 << MINUS);
/** Delimiters between the words of a compound. */
export const LINKS: u32 = (1 << PLUS) | (1 << UNDERSCORE) | (1 << SLASH) | (1 << AT_SIGN) | (1 << DOT);
export const TERMINATORS: u32 = (1 << DOT) | (1 << TERMINATOR);
export const UNASSIGNED: u32 = (1 << OTHER) | (1 << WIDE_TERMINATOR);
/** What makes one run of punctuation. */
export const MARKS: u32 =
  ACCENTS |
  BLANKS |
  JOINTS |
  (1 << SOFT_HYPHEN) |
  (1 << PLUS) |
  (1 << SLASH) |
  (1 << UNDERSCORE) |
  (1 << OPENING) |
  (1 << COMMA) |
  (1 << PUNCTUATION);
/** What a sentence may begin with. */
export const TITLES: u32 = NUMBERS | (1 << TITLE);
/** What may stand between two sentences. */
export const BETWEEN_SENTENCES: u32 = (MARKS & ~(1 << COMMA)) | PREFIXES | TERMINATORS;
/** What may stand in front of a sentence and belongs to it. */
export const SENTENCE_PREFIXES: u32 = PREFIXES | JOINTS | (1 << PLUS) | (1 << COPYRIGHT) | (1 << OPENING);

let table: usize = 0;

/** Makes the table of classes, where there is none yet. @returns false with OUT_OF_MEMORY */
export function reserveClasses(): bool {
  if (table !== 0) return true;
  const bytes = allocateBytes(1 << 16);
  if (bytes === 0) return false;
  let unit: u32 = 0;
  let at = CLASS_RUNS;
  while (at < CLASS_RUNS + CLASS_RUNS_BYTES) {
    const byte = u32(load<u8>(at++));
    const kind = byte & 31;
    // a run of 1 to 7 is told in the upper bits, a longer one in the two bytes behind
    let length = byte >> 5;
    if (length === 0) {
      length = u32(load<u16>(at));
      at += 2;
    }
    if (kind !== BY_TURNS) memory.fill(bytes + unit, u8(kind), length);
    else for (let i: u32 = 0; i < length; i++) store<u8>(bytes + unit + i, i & 1 ? LOWER : TITLE);
    unit += length;
  }
  table = bytes;
  return true;
}

/** Class of a UTF-16 unit. */
export function classOf(unit: u32): u32 {
  return load<u8>(table + unit);
}

export function isIn(kind: u32, set: u32): bool {
  return ((set >> kind) & 1) !== 0;
}
