import { codePointAt, letterBytes, writeCodePoint } from "../utf8";
import { LOWER_CASE, LOWER_CASE_RANGES } from "./lower-case-table";

/** A text's lower case takes at most so many times its bytes: two become three, no more is gained anywhere. */
export const LOWER_CASE_GROWTH: u64 = 2;

const CAPITAL_A: u32 = 0x41;
const CAPITAL_Z: u32 = 0x5a;
const RANGE_BYTES: usize = 16;

/**
 * Writes the lower case of byteCount bytes at `from`, code point by code point, whatever stands beside it.
 * CatBoost refuses a text that is no UTF-8; here bytes that are no letter stay as they are.
 * Source: library/cpp/text_processing/tokenizer/tokenizer.cpp
 * @returns the address behind what is written
 */
export function writeLowerCase(from: usize, byteCount: u32, to: usize): usize {
  const end = from + byteCount;
  while (from < end) {
    const first = u32(load<u8>(from));
    const letter = first < 0x80 ? usize(1) : letterBytes(from, end);
    if (letter <= 1) {
      const isCapital = first - CAPITAL_A <= CAPITAL_Z - CAPITAL_A;
      store<u8>(to++, isCapital ? first + 32 : first);
      from++;
      continue;
    }
    to = writeCodePoint(lowerCaseOf(codePointAt(from, letter)), to);
    from += letter;
  }
  return to;
}

/** Looks a code point up in the table: the last range that begins at or below it. */
function lowerCaseOf(point: u32): u32 {
  let low: u32 = 0;
  let count = LOWER_CASE_RANGES;
  while (count > 1) {
    const half = count >> 1;
    if (load<u32>(LOWER_CASE + usize(low + half) * RANGE_BYTES) <= point) {
      low += half;
      count -= half;
    } else {
      count = half;
    }
  }
  const range = LOWER_CASE + usize(low) * RANGE_BYTES;
  const first = load<u32>(range);
  const isMember =
    point >= first && point <= load<u32>(range, 4) && (point - first) % load<u32>(range, 8) === 0;
  return isMember ? load<u32>(range, 12) + (point - first) : point;
}
