import { parseDecimal } from "./decimal";
import { BAD_INFO, fail } from "./status";
import { writeCodePoint } from "./utf8";

/**
 * A reader of the JSON texts in the information map: finds members, never builds a tree. One pass over the
 * bytes a look-up, no recursion; a text that is not JSON notes BAD_INFO. Keys are literals: static UTF-16 data.
 */

const QUOTE: u32 = 0x22;
const BACKSLASH: u32 = 0x5c;
const COLON: u32 = 0x3a;
const COMMA: u32 = 0x2c;
/** What stands for half a surrogate pair. */
const REPLACEMENT: u32 = 0xfffd;

function byteAt(at: usize, end: usize): u32 {
  return at < end ? load<u8>(at) : 0;
}

/** Steps over blanks. */
export function skipBlanks(at: usize, end: usize): usize {
  while (at < end && (load<u8>(at) === 0x20 || u32(load<u8>(at)) - 9 < 5)) at++;
  return at;
}

function broken(at: usize): usize {
  fail(BAD_INFO, at);
  return 0;
}

/** Address behind the string that begins at `at`, 0 where it does not end. */
function stringEnd(at: usize, end: usize): usize {
  const start = at++;
  while (at < end) {
    const c = u32(load<u8>(at));
    if (c === QUOTE) return at + 1;
    at += c === BACKSLASH ? 2 : 1;
  }
  return broken(start);
}

/** Address behind the value that begins at `at`: a string, or all up to the comma or bracket that ends it. */
function valueEnd(at: usize, end: usize): usize {
  const start = at;
  let depth: u32 = 0;
  while (at < end) {
    const c = u32(load<u8>(at));
    if (c === QUOTE) {
      at = stringEnd(at, end);
      if (at === 0) return 0;
      continue;
    }
    if (c === 0x5b || c === 0x7b) depth++;
    if (depth === 0 && (c === COMMA || c === 0x5d || c === 0x7d)) return at;
    if (c === 0x5d || c === 0x7d) depth--;
    at++;
  }
  return depth === 0 ? at : broken(start);
}

/** First key (its quote) of the object at `at`; 0 where there is no object or it is empty. */
export function jsonFirstKey(at: usize, end: usize): usize {
  if (at === 0) return 0;
  at = skipBlanks(at, end);
  if (byteAt(at, end) !== 0x7b) return 0;
  return keyAt(skipBlanks(at + 1, end), end);
}

/** The key behind the member whose key is at `key`; 0 behind the last. */
export function jsonNextKey(key: usize, end: usize): usize {
  const value = jsonKeyValue(key, end);
  if (value === 0) return 0;
  const next = valueEnd(value, end);
  if (next === 0) return 0;
  return keyAt(byteAt(next, end) === COMMA ? skipBlanks(next + 1, end) : next, end);
}

function keyAt(at: usize, end: usize): usize {
  if (byteAt(at, end) === QUOTE) return at;
  return byteAt(at, end) === 0x7d ? 0 : broken(at);
}

/** Value of the member whose key is at `key`. */
export function jsonKeyValue(key: usize, end: usize): usize {
  const keyEnd = stringEnd(key, end);
  if (keyEnd === 0) return 0;
  const colon = skipBlanks(keyEnd, end);
  return byteAt(colon, end) === COLON ? skipBlanks(colon + 1, end) : broken(key);
}

/** Value of a member of the object at `at`; 0 where there is no object or no such member. */
export function jsonMember(at: usize, end: usize, name: string): usize {
  for (let key = jsonFirstKey(at, end); key !== 0; key = jsonNextKey(key, end)) {
    const keyEnd = stringEnd(key, end);
    if (keyEnd !== 0 && equalsLiteral(key + 1, keyEnd - 1, name)) return jsonKeyValue(key, end);
  }
  return 0;
}

/** Whether the bytes up to `end` are those of an ASCII literal. */
export function equalsLiteral(at: usize, end: usize, literal: string): bool {
  if (end - at !== usize(literal.length)) return false;
  for (let i: usize = 0; i < usize(literal.length); i++) {
    if (load<u8>(at + i) !== u8(load<u16>(changetype<usize>(literal) + (i << 1)))) return false;
  }
  return true;
}

/** First item of the array at `at`; 0 where there is no array or it is empty. */
export function jsonFirst(at: usize, end: usize): usize {
  if (at === 0) return 0;
  at = skipBlanks(at, end);
  if (byteAt(at, end) !== 0x5b) return 0;
  at = skipBlanks(at + 1, end);
  return byteAt(at, end) === 0x5d ? 0 : at;
}

/** The item behind the one at `at`; 0 behind the last. */
export function jsonNext(at: usize, end: usize): usize {
  const next = valueEnd(at, end);
  return next !== 0 && byteAt(next, end) === COMMA ? skipBlanks(next + 1, end) : 0;
}

/** Number of items of the array at `at`. */
export function jsonCount(at: usize, end: usize): u32 {
  let count: u32 = 0;
  for (let item = jsonFirst(at, end); item !== 0; item = jsonNext(item, end)) count++;
  return count;
}

/** Whether the value at `at` is the string `literal`. */
export function jsonIs(at: usize, end: usize, literal: string): bool {
  if (at === 0 || byteAt(at, end) !== QUOTE) return false;
  const stop = stringEnd(at, end);
  return stop !== 0 && equalsLiteral(at + 1, stop - 1, literal);
}

export function jsonIsString(at: usize, end: usize): bool {
  return byteAt(at, end) === QUOTE;
}

/** Value of the number at `at`, 1 and 0 for true and false; NaN for what is neither. */
export function jsonNumber(at: usize, end: usize): f64 {
  if (at === 0) return NaN;
  const first = byteAt(at, end);
  if (first === 0x74 || first === 0x66) return first === 0x74 ? 1 : 0;
  const stop = numberEnd(at, end);
  return stop === at ? NaN : parseDecimal(at, stop, BAD_INFO);
}

function numberEnd(at: usize, end: usize): usize {
  while (at < end && isNumberByte(load<u8>(at))) at++;
  return at;
}

/** Digits, sign, point, exponent. */
function isNumberByte(c: u32): bool {
  return c - 0x30 < 10 || c === 0x2b || c === 0x2d || c === 0x2e || (c | 0x20) === 0x65;
}

/** Whether the number at `at` is written with a point or an exponent. */
export function jsonIsFraction(at: usize, end: usize): bool {
  const stop = numberEnd(at, end);
  for (; at < stop; at++) {
    const c = u32(load<u8>(at)) | 0x20;
    if (c === 0x2e || c === 0x65) return true;
  }
  return false;
}

/** Bytes of the string at `at` as it is written, at least as many as it has. */
export function jsonStringRoom(at: usize, end: usize): u32 {
  const stop = stringEnd(at, end);
  return stop === 0 ? 0 : u32(stop - at - 2);
}

/** Writes the string at `at` as UTF-8, escapes resolved. @returns its bytes, at most `jsonStringRoom` */
export function readJsonString(at: usize, end: usize, to: usize): u32 {
  const stop = at + 1 + jsonStringRoom(at, end);
  const start = to;
  at++;
  while (at < stop) {
    const c = u32(load<u8>(at++));
    if (c !== BACKSLASH) {
      store<u8>(to++, c);
      continue;
    }
    const escaped = byteAt(at++, stop);
    if (escaped !== 0x75) {
      store<u8>(to++, unescaped(escaped));
      continue;
    }
    let point = hexadecimal(at, stop);
    at += 4;
    // a pair of surrogates makes one character
    if (point - 0xd800 < 0x400 && byteAt(at, stop) === BACKSLASH && byteAt(at + 1, stop) === 0x75) {
      const low = hexadecimal(at + 2, stop);
      if (low - 0xdc00 < 0x400) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
      }
    }
    to = writeCodePoint(point - 0xd800 < 0x800 ? REPLACEMENT : point, to);
  }
  return u32(to - start);
}

function unescaped(letter: u32): u32 {
  if (letter === 0x62) return 0x08;
  if (letter === 0x66) return 0x0c;
  if (letter === 0x6e) return 0x0a;
  if (letter === 0x72) return 0x0d;
  return letter === 0x74 ? 0x09 : letter;
}

function hexadecimal(at: usize, end: usize): u32 {
  let value: u32 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const c = byteAt(at + i, end);
    const digit = c - 0x30 < 10 ? c - 0x30 : (c | 0x20) - 0x61 < 6 ? (c | 0x20) - 0x57 : u32(16);
    if (digit === 16) return REPLACEMENT;
    value = (value << 4) | digit;
  }
  return value;
}
