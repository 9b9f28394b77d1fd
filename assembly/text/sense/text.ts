import { reserve, Scratch } from "../../scratch";
import { classOf, END, reserveClasses } from "./classes";

/** What stands for bytes that are no UTF-8, and for lone surrogates. */
export const BROKEN_UNIT: u32 = 0xfffd;
/** The first code point that CatBoost's tables do not hold. */
const CODE_POINT_LIMIT: u32 = 0x10fffe;
const PERCENT: u32 = 0x25;
const SPACE: u32 = 0x20;

/** The text at hand: units of UTF-16, u16 each, and their classes, u8 each, with END behind the last. */
const units = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));
const classes = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));

/** Code point and bytes of the last `readCodePoint`. */
let codePoint: u32 = 0;
let codeBytes: u32 = 0;

/** Makes room for a text of byteCount bytes. @returns false with OUT_OF_MEMORY */
export function reserveSenseText(byteCount: u32): bool {
  const most = u64(byteCount) + 1;
  return reserveClasses() && reserve(units, most << 1) && reserve(classes, most);
}

/**
 * Takes a text of UTF-8 in: to UTF-16, with %XX decoded, and its classes.
 * Source: library/cpp/tokenizer/nlpparser.cpp, TNlpParser::Execute
 * @returns number of units, at most byteCount
 */
export function takeSenseText(text: usize, byteCount: u32): u32 {
  const count = decodePercents(decodeUtf8(text, byteCount));
  for (let i: u32 = 0; i < count; i++) store<u8>(classes.address + i, classOf(unitAt(i)));
  store<u8>(classes.address + count, END);
  return count;
}

/** Address of unit number index. */
export function unitAddress(index: u32): usize {
  return units.address + (usize(index) << 1);
}

export function unitAt(index: u32): u32 {
  return load<u16>(units.address + (usize(index) << 1));
}

/** Class of unit number index, END behind the last one. */
export function classAt(index: u32): u32 {
  return load<u8>(classes.address + index);
}

function decodeUtf8(text: usize, byteCount: u32): u32 {
  let count: u32 = 0;
  for (let at: u32 = 0; at < byteCount; ) {
    if (readCodePoint(text + at, 1, byteCount - at)) at += codeBytes;
    else {
      codePoint = BROKEN_UNIT;
      at++;
    }
    count += putCodePoint(count);
  }
  return count;
}

/**
 * Reads a code point from bytes that are `stride` apart; with a stride of 3 they are hexadecimal digits behind
 * percent signs. Surrogates are let through, overlong forms are not.
 * Source: util/charset/utf8.h, ReadUTF8CharAndAdvance
 */
function readCodePoint(at: usize, stride: u32, byteCount: u32): bool {
  const first = byteAt(at, stride, 0);
  if (first < 0x80) {
    codePoint = first;
    codeBytes = 1;
    return true;
  }
  const length: u32 = first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
  if (length === 0 || length > byteCount) return false;
  let value = first & (0x7f >> length);
  for (let i: u32 = 1; i < length; i++) {
    const byte = byteAt(at, stride, i);
    if ((byte & 0xc0) !== 0x80) return false;
    value = (value << 6) | (byte & 0x3f);
  }
  const least: u32 = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  if (value < least || value > 0x10ffff) return false;
  codePoint = value;
  codeBytes = length;
  return true;
}

function byteAt(at: usize, stride: u32, index: u32): u32 {
  if (stride === 1) return load<u8>(at + index);
  const digits = at + usize(index) * 6;
  const byte = (hexValue(load<u16>(digits, 2)) << 4) | hexValue(load<u16>(digits, 4));
  return byte < SPACE ? SPACE : byte;
}

/** Writes the code point at hand. @returns number of units */
function putCodePoint(index: u32): u32 {
  const at = unitAddress(index);
  if (codePoint < 0x10000 || codePoint >= CODE_POINT_LIMIT) {
    store<u16>(at, codePoint < 0x10000 ? codePoint : BROKEN_UNIT);
    return 1;
  }
  store<u16>(at, 0xd7c0 + (codePoint >> 10));
  store<u16>(at, 0xdc00 + (codePoint & 0x3ff), 2);
  return 2;
}

/** Decodes runs of two %XX and more, where all of a run is UTF-8. @returns number of units left */
function decodePercents(count: u32): u32 {
  let written: u32 = 0;
  for (let at: u32 = 0; at < count; ) {
    let end = at;
    while (isEscape(end, count)) end += 3;
    const byteCount = (end - at) / 3;
    if (byteCount > 1 && isUtf8(at, byteCount)) {
      for (let i: u32 = 0; i < byteCount; i += codeBytes) {
        readCodePoint(unitAddress(at + 3 * i), 3, byteCount - i);
        written += putCodePoint(written);
      }
      at = end;
      continue;
    }
    end = max(end, at + 1);
    while (at < end) store<u16>(unitAddress(written++), unitAt(at++));
  }
  return written;
}

function isEscape(index: u32, count: u32): bool {
  return (
    count - index >= 3 &&
    unitAt(index) === PERCENT &&
    hexValue(unitAt(index + 1)) < 16 &&
    hexValue(unitAt(index + 2)) < 16
  );
}

function isUtf8(at: u32, byteCount: u32): bool {
  for (let i: u32 = 0; i < byteCount; i += codeBytes) {
    if (!readCodePoint(unitAddress(at + 3 * i), 3, byteCount - i)) return false;
  }
  return true;
}

/** Value of a hexadecimal digit, 16 and more for other units. */
function hexValue(unit: u32): u32 {
  const digit = unit - 0x30;
  if (digit < 10) return digit;
  const letter = (unit | 0x20) - 0x61;
  return letter < 6 ? letter + 10 : 16;
}
