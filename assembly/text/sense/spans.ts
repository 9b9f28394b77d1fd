/**
 * Spans: the runs of letters or of digits that a compound such as "e-mail", "2+2" or "v1.0" is made of.
 *
 *     [prefix] span [suffix] [delimiter] [prefix] span [suffix] ...
 *
 * Source: library/cpp/token/token_structure.h
 */

/** Kinds of a span, and of what consists of spans of that kind. */
export const SPAN_WORD: u32 = 0;
export const SPAN_NUMBER: u32 = 1;
/** Number, point, number. */
export const SPAN_FLOAT: u32 = 2;
/** Letters and digits. */
export const SPAN_MARK: u32 = 3;

/** Nothing stands between a span and the next one. */
export const NO_DELIMITER: u32 = 255;
export const MAX_SPANS: u32 = 63;

@unmanaged
export class Span {
  /** Units from the start of the text that the spans are of. */
  start: u32;
  length: u32;
  /** 1 where a # @ $ stands before it. */
  prefix: u32;
  /** Units of # + ++ behind it. */
  suffix: u32;
  kind: u32;
  /** Class of the delimiter behind it, or NO_DELIMITER. */
  delimiter: u32;
  /** 1 where a soft hyphen follows. */
  softHyphen: u32;
}

/** Span number index of those at an address. */
export function spanOf(spans: usize, index: u32): Span {
  return changetype<Span>(spans + usize(index) * offsetof<Span>());
}

/** Where a span ends, suffix included. */
export function suffixEnd(span: Span): u32 {
  return span.start + span.length + span.suffix;
}

/** Cuts a span that goes beyond `most` units. @returns whether it did */
export function cutSpan(span: Span, most: u32): bool {
  const end = span.start + span.length;
  if (end > most) {
    span.length = most - span.start;
    span.suffix = 0;
    return true;
  }
  if (end + span.suffix <= most) return false;
  span.suffix = most - end;
  return true;
}
