import { classOf, DIGIT } from "./classes";
import { SPAN_NUMBER, SPAN_WORD, spanOf } from "./spans";
import { NEVER_ENDING, NEVER_ENDING_PAIRS, NOT_BEFORE_DIGIT } from "./tables";

/**
 * Whether a full stop ends a sentence: what the last word or number says about it.
 * Source: library/cpp/tokenizer/sentbreakfilter.cpp
 */

const FULL_STOP: u32 = 0x2e;

/** The last word or number: its kind, units, last two spans, and its place in the sentence, from 1. */
let lastKind: u32 = 0;
let lastText: usize = 0;
let lastUnits: u32 = 0;
let lastSpans: u32 = 0;
let lastStart: u32 = 0;
let lastLength: u32 = 0;
let beforeStart: u32 = 0;
let beforeLength: u32 = 0;
let sentenceWords: u32 = 0;

/** Begins a text. */
export function resetSentence(): void {
  lastUnits = 0;
  lastSpans = 0;
  sentenceWords = 0;
}

/** Notes a word or number of spanCount spans. Its units must stay where they are until the next one. */
export function noteWord(kind: u32, text: usize, unitCount: u32, spans: usize, spanCount: u32): void {
  lastKind = kind;
  lastText = text;
  lastUnits = unitCount;
  lastSpans = spanCount;
  sentenceWords++;
  const last = spanOf(spans, spanCount - 1);
  lastStart = last.start;
  lastLength = last.length;
  if (spanCount === 1) return;
  const before = spanOf(spans, spanCount - 2);
  beforeStart = before.start;
  beforeLength = before.length;
}

/**
 * Decides about a break between two sentences.
 * @param terminator its first unit
 * @param title the unit that the next sentence begins with, brackets and the like aside
 */
export function endsSentence(terminator: u32, title: u32): bool {
  const ends = terminator !== FULL_STOP || !isAbbreviated(title);
  if (ends) sentenceWords = 0;
  return ends;
}

function isAbbreviated(title: u32): bool {
  if (lastSpans === 0) return false;
  // a number in front, as of a list; an initial
  if (lastUnits === 1 || (lastKind === SPAN_NUMBER && sentenceWords === 1)) return true;
  const start = lastText + (usize(lastStart) << 1);
  const beforeDigit = classOf(title) === DIGIT;
  if (isListed(NEVER_ENDING, start, lastLength)) return true;
  if (beforeDigit && isListed(NOT_BEFORE_DIGIT, start, lastLength)) return true;
  if (lastSpans === 1) return false;
  const before = lastText + (usize(beforeStart) << 1);
  const areInitials = lastKind === SPAN_WORD && lastSpans === 2 && lastLength === 1 && beforeLength === 1;
  if (areInitials && isCapital(load<u16>(before)) && isCapital(load<u16>(start)) && isCapital(title))
    return true;
  return isListed(NEVER_ENDING_PAIRS, before, lastStart + lastLength - beforeStart);
}

function isCapital(unit: u32): bool {
  return unit - 0x41 < 26;
}

/** Whether the units, in small letters, are in a list of tables.ts. */
function isListed(list: usize, units: usize, unitCount: u32): bool {
  let at = list;
  while (true) {
    const length = u32(load<u8>(at++));
    if (length === 0) return false;
    if (length === unitCount) {
      let i: u32 = 0;
      while (i < length && listByte(load<u16>(units + (usize(i) << 1))) === u32(load<u8>(at + i))) i++;
      if (i === length) return true;
    }
    at += length;
  }
}

/** The byte of a unit in the lists, 0 where it is in none. */
function listByte(unit: u32): u32 {
  if (isCapital(unit)) return unit + 0x20;
  if (unit < 0x80) return unit;
  if (unit === 0x130) return 0x69;
  if (unit - 0x410 < 0x20) return unit - 0x410 + 0x80;
  if (unit - 0x430 < 0x20) return unit - 0x430 + 0x80;
  return 0;
}
