import { ACCENT, AT_SIGN, PLUS } from "./classes";
import { addCompound } from "./parts";
import { cutSpan, MAX_SPANS, NO_DELIMITER, SPAN_MARK, SPAN_WORD, Span, spanOf, suffixEnd } from "./spans";
import { classAt, unitAddress } from "./text";
import { addSenseToken, TOKEN_PUNCTUATION } from "./tokens";

/**
 * The compound that is being read, span by span. One of more than 63 spans becomes several, one of more than
 * 255 units loses its end, soft hyphens go.
 * Source: library/cpp/tokenizer/nlpparserbase.h, multitokenutil.cpp, nlpparser.cpp
 */

const MOST_UNITS: u32 = 255;

/** The spans, room for MAX_SPANS, their starts counted from unit number `origin`. */
const spans = memory.data(1764, 8);
let spanCount: u32 = 0;
let kind: u32 = 0;
let hasSoftHyphen: bool = false;
let origin: u32 = 0;

/** A compound without its soft hyphens: at most 255 units. */
const joined = memory.data(512, 16);

/** Begins a compound; starts of spans are from unit number `index`. */
export function beginCompound(index: u32): void {
  origin = index;
  spanCount = 0;
  hasSoftHyphen = false;
}

/** Adds the units from `start` to `end`, unit numbers both. */
export function addSpan(start: u32, end: u32, spanKind: u32, prefix: u32): void {
  if (spanCount === MAX_SPANS) splitCompound();
  if (spanCount === 0) kind = spanKind;
  else if (spanKind !== spanOf(spans, spanCount - 1).kind) kind = SPAN_MARK;
  const span = spanOf(spans, spanCount++);
  span.start = start - origin;
  span.length = end - start;
  span.prefix = prefix;
  span.suffix = 0;
  span.kind = spanKind;
  span.delimiter = NO_DELIMITER;
  span.softHyphen = 0;
}

/** Notes what is behind the last span: units of its suffix, class of its delimiter. */
export function setDelimiter(suffix: u32, delimiter: u32): void {
  const last = spanOf(spans, spanCount - 1);
  last.suffix = suffix;
  last.delimiter = delimiter;
}

/** Notes that a soft hyphen is behind the last span. */
export function setSoftHyphen(): void {
  spanOf(spans, spanCount - 1).softHyphen = 1;
  hasSoftHyphen = true;
}

/** The last of 63 spans begins a new compound; a sign between the two goes to one of them. */
function splitCompound(): void {
  const last = spanOf(spans, MAX_SPANS - 1);
  const before = spanOf(spans, MAX_SPANS - 2);
  if (before.delimiter === PLUS && before.suffix === 0) before.suffix = 1;
  else if (before.delimiter === AT_SIGN && last.prefix === 0) last.prefix = 1;
  before.delimiter = NO_DELIMITER;
  const end = suffixEnd(before);
  const start = last.start - last.prefix;
  spanCount = MAX_SPANS - 1;
  endCompound();
  if (start > end) addSenseToken(TOKEN_PUNCTUATION, unitAddress(origin + end), start - end);
  memory.copy(spans, changetype<usize>(last), offsetof<Span>());
  spanCount = 1;
  hasSoftHyphen = false;
  kind = SPAN_WORD; // CatBoost forgets that it may be a number
}

/** Ends the compound at its last span: its tokens are noted. */
export function endCompound(): void {
  const first = spanOf(spans, 0);
  const offset = first.start - first.prefix;
  let text = unitAddress(origin + offset);
  let unitCount = suffixEnd(spanOf(spans, spanCount - 1)) - offset;
  for (let i: u32 = 0; i < spanCount; i++) spanOf(spans, i).start -= offset;
  if (hasSoftHyphen) {
    unitCount = joinHyphenated(text);
    text = joined;
  } else if (unitCount > MOST_UNITS) {
    const accents = countAccents(origin + offset);
    if (accents > 0) addSenseToken(TOKEN_PUNCTUATION, text, accents);
    text += usize(accents) << 1;
    unitCount = cutCompound(accents);
    if (kind === SPAN_MARK) kind = kindOfSpans();
  }
  addCompound(kind, text, unitCount, spans, spanCount);
}

/**
 * Copies the compound to `joined` without its soft hyphens; two spans of a kind with one between become one.
 * @returns number of units
 */
function joinHyphenated(text: usize): u32 {
  const first = spanOf(spans, 0);
  if (first.start + first.length > MOST_UNITS) first.length = MOST_UNITS - first.start;
  let from = first.start + first.length;
  let size = from;
  memory.copy(joined, text, usize(from) << 1);
  let kept: u32 = 1;
  for (let i: u32 = 1; i < spanCount; i++) {
    const span = spanOf(spans, i);
    if (span.start + span.length > MOST_UNITS) break;
    const last = spanOf(spans, kept - 1);
    const start = span.start;
    const length = span.length;
    if (last.softHyphen && last.kind === span.kind) {
      last.length += span.length;
      last.suffix = span.suffix;
      last.softHyphen = span.softHyphen;
      last.delimiter = span.delimiter;
    } else {
      if (!last.softHyphen) {
        memory.copy(joined + (usize(size) << 1), text + (usize(from) << 1), usize(start - from) << 1);
        size += start - from;
      }
      const next = spanOf(spans, kept++);
      memory.copy(changetype<usize>(next), changetype<usize>(span), offsetof<Span>());
      next.start = size;
    }
    const target = spanOf(spans, kept - 1);
    if (suffixEnd(target) > MOST_UNITS) target.suffix = 0;
    const copied = length + target.suffix;
    memory.copy(joined + (usize(size) << 1), text + (usize(start) << 1), usize(copied) << 1);
    from = start + copied;
    size += copied;
  }
  spanCount = kept;
  spanOf(spans, kept - 1).delimiter = NO_DELIMITER;
  kind = kindOfSpans();
  return size;
}

/** Length of the accents in front of the compound, all but the late ones. */
function countAccents(index: u32): u32 {
  let count: u32 = 0;
  while (classAt(index + count) === ACCENT) count++;
  return count;
}

/** Cuts `accents` units off the front and what is beyond 255 off the end. @returns number of units left */
function cutCompound(accents: u32): u32 {
  spanOf(spans, 0).length -= accents;
  let kept: u32 = 0;
  while (kept < spanCount) {
    const span = spanOf(spans, kept);
    if (kept > 0) span.start -= accents;
    if (kept > 0 && span.start >= MOST_UNITS) break;
    kept++;
    if (cutSpan(span, MOST_UNITS)) break;
  }
  spanCount = kept;
  const last = spanOf(spans, kept - 1);
  last.delimiter = NO_DELIMITER;
  return suffixEnd(last);
}

function kindOfSpans(): u32 {
  const first = spanOf(spans, 0).kind;
  for (let i: u32 = 1; i < spanCount; i++) if (spanOf(spans, i).kind !== first) return SPAN_MARK;
  return first;
}
