import { multiplyHigh } from "./multiply";
import { LARGEST_POWER, POWERS_OF_FIVE, SMALLEST_POWER } from "./powers-of-five";
import { BAD_NUMBER, fail } from "./status";

/**
 * Numbers in text form, read as Python's `float()` reads ASCII: blanks around, a sign, digits with single
 * underscores between them, a point, an exponent, or inf, infinity, nan in any case. Rounded correctly.
 */

/** Digits that fit a u64 whatever they are. */
const SAFE_DIGITS: i32 = 19;
/** Digits that decide how any double rounds; what follows only matters as "more than 0". */
const MOST_DIGITS: i32 = 800;
const EXACT_INTEGER: u64 = 1 << 53;

/** Digits of the number at hand, values 0 … 9, without leading zeros. */
const digits = memory.data(800, 8);
const bigLeft = memory.data(1024, 8);
const bigRight = memory.data(1024, 8);

/** What a text that is no number notes. */
let complaint: i32 = BAD_NUMBER;

/** Parses the bytes from `at` to `end`. A text that is no number notes `otherwise` and gives NaN. */
export function parseDecimal(at: usize, end: usize, otherwise: i32 = BAD_NUMBER): f64 {
  complaint = otherwise;
  while (at < end && isBlank(load<u8>(at))) at++;
  while (at < end && isBlank(load<u8>(end - 1))) end--;
  const start = at;
  const first = at < end ? u32(load<u8>(at)) : 0;
  const negative = first === 0x2d;
  if (negative || first === 0x2b) at++;
  if (at < end && load<u8>(at) > 0x39) return named(at, end, negative);

  let significand: u64 = 0;
  let digitCount: i32 = 0;
  let exponent: i32 = 0;
  let sawDigit = false;
  let sawPoint = false;
  let sticky = false;
  for (; at < end; at++) {
    const c = u32(load<u8>(at));
    if (c - 0x30 < 10) {
      sawDigit = true;
      if (digitCount > 0 || c !== 0x30) {
        if (digitCount < SAFE_DIGITS) significand = significand * 10 + u64(c - 0x30);
        if (digitCount < MOST_DIGITS) store<u8>(digits + digitCount++, c - 0x30);
        else {
          sticky = sticky || c !== 0x30;
          exponent++;
        }
      }
      if (sawPoint) exponent--;
    } else if (c === 0x2e && !sawPoint) {
      sawPoint = true;
    } else if (c !== 0x5f || !betweenDigits(at, start, end)) {
      break;
    }
  }
  if (!sawDigit) return notANumber(start);
  if (at < end) {
    if ((load<u8>(at) | 0x20) !== 0x65) return notANumber(at);
    const written = parseExponent(at + 1, end);
    if (written === i32.MIN_VALUE) return notANumber(at);
    exponent += written;
  }
  if (sticky) store<u8>(digits + MOST_DIGITS - 1, load<u8>(digits + MOST_DIGITS - 1) | 1);
  const value = round(significand, digitCount, exponent);
  return negative ? -value : value;
}

function notANumber(at: usize): f64 {
  fail(complaint, at);
  return NaN;
}

function isBlank(c: u32): bool {
  return c === 0x20 || c - 0x09 < 5;
}

function isDigitAt(at: usize, start: usize, end: usize): bool {
  return at >= start && at < end && u32(load<u8>(at)) - 0x30 < 10;
}

function betweenDigits(at: usize, start: usize, end: usize): bool {
  return isDigitAt(at - 1, start, end) && isDigitAt(at + 1, start, end);
}

/** inf, infinity or nan. */
function named(at: usize, end: usize, negative: bool): f64 {
  const byteCount = end - at;
  let word: u64 = 0;
  for (let i: usize = 0; i < min<usize>(byteCount, 8); i++)
    word |= u64(load<u8>(at + i) | 0x20) << (u64(i) << 3);
  const isInfinity =
    (byteCount === 3 && word === 0x666e69) || (byteCount === 8 && word === 0x7974696e69666e69);
  if (isInfinity) return negative ? -Infinity : Infinity;
  return byteCount === 3 && word === 0x6e616e ? NaN : notANumber(at);
}

/** @returns the exponent, kept within ±100,000; the smallest i32 where it is none */
function parseExponent(at: usize, end: usize): i32 {
  const sign = at < end ? u32(load<u8>(at)) : 0;
  if (sign === 0x2d || sign === 0x2b) at++;
  const start = at;
  let value: i32 = 0;
  for (; at < end; at++) {
    const c = u32(load<u8>(at));
    if (c - 0x30 < 10) value = min(value * 10 + i32(c - 0x30), 100000);
    else if (c !== 0x5f || !betweenDigits(at, start, end)) return i32.MIN_VALUE;
  }
  if (at === start) return i32.MIN_VALUE;
  return sign === 0x2d ? -value : value;
}

/** The double nearest to the digits × 10^exponent. */
function round(significand: u64, digitCount: i32, exponent: i32): f64 {
  if (digitCount === 0) return 0;
  if (digitCount <= SAFE_DIGITS) {
    if (significand <= EXACT_INTEGER && exponent >= -22 && exponent <= 22) {
      const scale = exactPower(abs(exponent));
      return exponent < 0 ? f64(significand) / scale : f64(significand) * scale;
    }
    return reinterpret<f64>(scaled(significand, exponent));
  }
  // the digits behind the 19th matter only where the two neighbours round differently
  const shortExponent = exponent + digitCount - SAFE_DIGITS;
  const below = scaled(significand, shortExponent);
  const above = scaled(significand + 1, shortExponent);
  if (below === above) return reinterpret<f64>(below);
  return reinterpret<f64>(isAboveMiddle(below, digitCount, exponent) ? below + 1 : below);
}

/** 10^n for n <= 22, which is exact in f64. */
function exactPower(n: i32): f64 {
  let power: f64 = 1;
  for (let i = 0; i < n; i++) power *= 10;
  return power;
}

/**
 * Bits of the double nearest to significand × 10^exponent, from the upper bits of significand × 5^exponent.
 * Source: Lemire, "Number Parsing at a Gigabyte per Second"; Mushtak and Lemire, "Fast Number Parsing Without
 * Fallback" (that 128 bits suffice).
 */
function scaled(significand: u64, exponent: i32): u64 {
  if (exponent < SMALLEST_POWER) return 0;
  if (exponent > LARGEST_POWER) return reinterpret<u64>(Infinity);
  const shift = clz(significand);
  const w = significand << shift;
  const power = POWERS_OF_FIVE + (usize(exponent - SMALLEST_POWER) << 4);
  let high = multiplyHigh(w, load<u64>(power));
  let low = w * load<u64>(power);
  if ((high & 0x1ff) === 0x1ff) {
    const carry = multiplyHigh(w, load<u64>(power, 8));
    low += carry;
    if (low < carry) high++;
  }
  const upper = i32(high >> 63);
  let mantissa = high >> u64(upper + 9);
  let binary = ((217706 * exponent) >> 16) + 63 + upper - i32(shift) + 1023;
  if (binary <= 0) {
    if (binary <= -63) return 0;
    mantissa >>= u64(1 - binary);
    mantissa = (mantissa + (mantissa & 1)) >> 1;
    return mantissa;
  }
  // exactly halfway: to even
  const halfway = low <= 1 && exponent >= -4 && exponent <= 23 && (mantissa & 3) === 1;
  if (halfway && mantissa << u64(upper + 9) === high) mantissa &= ~1;
  mantissa = (mantissa + (mantissa & 1)) >> 1;
  if (mantissa >= 1 << 53) {
    mantissa = 1 << 52;
    binary++;
  }
  if (binary >= 0x7ff) return reinterpret<u64>(Infinity);
  return (u64(binary) << 52) | (mantissa & ((1 << 52) - 1));
}

/**
 * Whether the digits × 10^exponent round up from a double: are they above the middle between it and the next
 * one, or at it while the double is odd. In whole numbers of 32-bit limbs: both sides times the powers of ten
 * and two that make them whole.
 */
function isAboveMiddle(bits: u64, digitCount: i32, exponent: i32): bool {
  const biased = i32(bits >> 52);
  const fraction = bits & ((1 << 52) - 1);
  const mantissa = biased ? fraction | (1 << 52) : fraction;
  const binary = max(biased, 1) - 1076;
  let left = 0;
  for (let i = 0; i < digitCount; i++) left = multiplySmall(bigLeft, left, 10, u32(load<u8>(digits + i)));
  const middle = (mantissa << 1) | 1;
  store<u32>(bigRight, u32(middle));
  store<u32>(bigRight, u32(middle >> 32), 4);
  let right = 2;
  left = multiplyPower(bigLeft, left, 10, 1000000000, 9, exponent);
  right = multiplyPower(bigRight, right, 10, 1000000000, 9, -exponent);
  right = multiplyPower(bigRight, right, 2, 1 << 31, 31, binary);
  left = multiplyPower(bigLeft, left, 2, 1 << 31, 31, -binary);
  const order = compareBig(left, right);
  return order > 0 || (order === 0 && (bits & 1) !== 0);
}

/** number × base^count in place, by steps of base^stride; count <= 0 leaves it. @returns its limbs */
function multiplyPower(number: usize, limbs: i32, base: u32, step: u32, stride: i32, count: i32): i32 {
  for (; count >= stride; count -= stride) limbs = multiplySmall(number, limbs, step, 0);
  for (; count > 0; count--) limbs = multiplySmall(number, limbs, base, 0);
  return limbs;
}

/** number × factor + addend, in place. @returns its limbs */
function multiplySmall(number: usize, limbs: i32, factor: u32, addend: u32): i32 {
  let carry = u64(addend);
  for (let i = 0; i < limbs; i++) {
    const at = number + (usize(i) << 2);
    carry += u64(load<u32>(at)) * factor;
    store<u32>(at, u32(carry));
    carry >>= 32;
  }
  if (carry === 0) return limbs;
  store<u32>(number + (usize(limbs) << 2), u32(carry));
  return limbs + 1;
}

/** Sign of bigLeft − bigRight. */
function compareBig(left: i32, right: i32): i32 {
  for (let i = max(left, right) - 1; i >= 0; i--) {
    const a = i < left ? load<u32>(bigLeft + (usize(i) << 2)) : 0;
    const b = i < right ? load<u32>(bigRight + (usize(i) << 2)) : 0;
    if (a !== b) return a > b ? 1 : -1;
  }
  return 0;
}
