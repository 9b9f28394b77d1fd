import { noteWord } from "./breaks";
import { APOSTROPHE, DOT, MINUS, PLUS } from "./classes";
import {
  NO_DELIMITER,
  SPAN_FLOAT,
  SPAN_MARK,
  SPAN_NUMBER,
  SPAN_WORD,
  Span,
  spanOf,
  suffixEnd,
} from "./spans";
import { addSenseToken, TOKEN_NUMBER, TOKEN_PUNCTUATION, TOKEN_UNKNOWN, TOKEN_WORD } from "./tokens";

/**
 * A compound comes apart into words, numbers, marks and what stands between them: "a-b.c1/2.5" into "a-b", ".",
 * "c1", "/" and "2.5". Source: library/cpp/token/token_iterator.h, library/cpp/tokenizer/nlpparser.cpp
 */

/** Spans of the part at hand: room for MAX_SPANS. */
const part = memory.data(1764, 8);
let partSpans: u32 = 0;
let partKind: u32 = 0;
/** Whether each span of a word is a token. */
let splitsWords: bool = false;

/** Says whether a word is one token or as many as it has spans. */
export function setWordSplitting(splits: bool): void {
  splitsWords = splits;
}

/** Notes the tokens of a compound: unitCount units at `text`, spans that end with them and are changed. */
export function addCompound(kind: u32, text: usize, unitCount: u32, spans: usize, spanCount: u32): void {
  const prefix = spanOf(spans, 0).prefix;
  if (prefix) addSenseToken(TOKEN_PUNCTUATION, text, prefix);
  if (spanCount === 1) {
    const only = spanOf(spans, 0);
    only.prefix = 0;
    only.start -= prefix;
    addWord(kind, text + (usize(prefix) << 1), unitCount - prefix, spans, 1);
    return;
  }
  for (let next: u32 = 0; next < spanCount; ) {
    next = takePart(spans, spanCount, next);
    const end = addPart(text, spans, spanCount, next);
    const delimiterEnd = next < spanCount ? spanOf(spans, next).start : unitCount;
    if (delimiterEnd > end) addSenseToken(TOKEN_PUNCTUATION, text + (usize(end) << 1), delimiterEnd - end);
  }
}

/** Gathers the spans of the part that begins with span `first`. @returns the first span of the next part */
function takePart(spans: usize, spanCount: u32, first: u32): u32 {
  partSpans = 0;
  let index = first;
  while (true) {
    const span = spanOf(spans, index);
    const last = spanOf(part, partSpans - 1);
    if (partSpans > 0 && last.delimiter === NO_DELIMITER) {
      last.length += span.length;
      last.suffix = span.suffix;
      last.kind = SPAN_MARK;
      partKind = SPAN_MARK;
    } else {
      memory.copy(part + usize(partSpans++) * offsetof<Span>(), changetype<usize>(span), offsetof<Span>());
      partKind = span.kind;
    }
    if (endsPart(spans, spanCount - 1, first, index++)) break;
  }
  if (partKind === SPAN_NUMBER && partSpans === 2) {
    const whole = spanOf(part, 0);
    const fraction = spanOf(part, 1);
    whole.length = fraction.start + fraction.length - whole.start;
    whole.suffix = fraction.suffix;
    whole.kind = SPAN_FLOAT;
    partKind = SPAN_FLOAT;
    partSpans = 1;
  }
  return index;
}

/** Whether a part that begins with span `first` ends behind span `index`; `last` is the compound's last. */
function endsPart(spans: usize, last: u32, first: u32, index: u32): bool {
  if (index === last) return true;
  const span = spanOf(spans, index);
  const next = spanOf(spans, index + 1);
  if (span.suffix !== 0 || next.prefix !== 0) return true;
  const before = spanOf(spans, index - 1);
  const afterPoint = index > first && before.delimiter === DOT;
  if (span.delimiter === NO_DELIMITER) {
    // a float follows, as in v1.0
    const afterNext = spanOf(spans, index + 2);
    const nextHasPoint = next.kind === SPAN_NUMBER && next.delimiter === DOT;
    if (index + 1 < last && nextHasPoint && afterNext.kind === SPAN_NUMBER) return true;
    return span.kind === SPAN_NUMBER && afterPoint && before.kind === SPAN_NUMBER;
  }
  if (span.kind === SPAN_NUMBER) {
    if (partSpans === 2 && afterPoint) return true;
    return span.delimiter !== DOT || next.kind !== SPAN_NUMBER;
  }
  // words hold together by hyphens and apostrophes, where both are letters alone
  if (span.delimiter !== APOSTROPHE && span.delimiter !== MINUS) return true;
  if (span.kind !== next.kind) return true;
  if (index > first && before.delimiter === NO_DELIMITER) return true;
  return index + 1 < last && next.delimiter === NO_DELIMITER;
}

/**
 * Notes the part at hand. Only words keep their suffix, or get the plus sign before a prefix for one.
 * @returns where it ends, in units from the compound's start
 */
function addPart(text: usize, spans: usize, spanCount: u32, next: u32): u32 {
  const first = spanOf(part, 0);
  const last = spanOf(part, partSpans - 1);
  const beforePrefix = next < spanCount && spanOf(spans, next).prefix !== 0;
  const plus = beforePrefix && spanOf(spans, next - 1).delimiter === PLUS;
  if (last.kind === SPAN_WORD) {
    if (plus) last.suffix++;
  } else if (plus && partKind === SPAN_NUMBER) {
    last.suffix = min<u32>(spanOf(spans, next - 1).suffix + 1, 2);
  } else last.suffix = 0;
  const start = first.start;
  const end = suffixEnd(last);
  first.prefix = 0;
  for (let i: u32 = 0; i < partSpans; i++) spanOf(part, i).start -= start;
  addWord(partKind, text + (usize(start) << 1), end - start, part, partSpans);
  return end;
}

function addWord(kind: u32, text: usize, unitCount: u32, spans: usize, spanCount: u32): void {
  noteWord(kind, text, unitCount, spans, spanCount);
  if (kind !== SPAN_WORD || !splitsWords) {
    const type = kind === SPAN_WORD ? TOKEN_WORD : kind === SPAN_MARK ? TOKEN_UNKNOWN : TOKEN_NUMBER;
    addSenseToken(type, text, unitCount);
    return;
  }
  for (let i: u32 = 0; i < spanCount; i++) {
    const span = spanOf(spans, i);
    addSenseToken(TOKEN_WORD, text + (usize(span.start) << 1), span.length + span.suffix);
  }
}
