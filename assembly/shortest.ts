import { multiplyHigh } from "./multiply";
import { POWERS_OF_FIVE, SMALLEST_POWER } from "./powers-of-five";

/**
 * Doubles as text, laid out as Python's repr lays them out: the fewest digits that read back as the same double,
 * of those the nearest; 0.25, 1.0, 1e-05, 1.5e+16. Source: Giulietti, "The Schubfach way to render doubles".
 */

const FRACTION_BITS: i32 = 52;
/** A normal double is (2^52 + fraction) × 2^(exponent field − 1075). */
const EXPONENT_BIAS: i32 = 1075;

/** Powers that POWERS_OF_FIVE holds exactly or rounded up; it rounds the others down. */
const FIRST_NOT_BELOW: i32 = -27;
const LAST_NOT_BELOW: i32 = 55;

/** Python writes no exponent where the point is between these places: 0.0001 has it at -3, 12.5 at 2. */
const POINT_MIN: i32 = -3;
const POINT_MAX: i32 = 16;

/** What a text may write over behind its end. */
export const DOUBLE_ROOM: u32 = 48;

/** The number at hand is significand × 10^power. */
let significand: u64 = 0;
let power: i32 = 0;

/** Digits of the significand, at the end of 24 bytes; loads of 24 bytes from any of them are sound. */
const digits = memory.data(48, 8);
const digitsEnd: usize = digits + 24;

/**
 * Writes a finite double.
 * @param to address with room for DOUBLE_ROOM bytes
 * @returns address behind the text, of at most 24 bytes
 */
export function writeDouble(value: f64, to: usize): usize {
  const bits = reinterpret<u64>(value);
  if (i64(bits) < 0) store<u8>(to++, 0x2d);
  shorten(bits & ((1 << u64(FRACTION_BITS)) - 1), i32(bits >> u64(FRACTION_BITS)) & 0x7ff);
  const start = writeDigits();
  const count = i32(digitsEnd - start);
  const point = count + power;
  return point >= POINT_MIN && point <= POINT_MAX
    ? writeFixed(start, count, point, to)
    : writeScientific(start, count, point - 1, to);
}

/** Finds significand and power, without zeros at the end. */
function shorten(fraction: u64, exponentField: i32): void {
  const isNormal = exponentField > 0;
  const whole = isNormal ? fraction | (1 << u64(FRACTION_BITS)) : fraction;
  const exponent = max(exponentField, 1) - EXPONENT_BIAS;
  power = 0;
  significand = whole;
  if (whole === 0) return;
  if (exponent <= 0 && exponent > -64 && ctz(whole) >= u64(-exponent)) significand = whole >> u64(-exponent);
  else shortest(whole, exponent, fraction === 0 && exponentField > 1);
  while (significand % 10 === 0) {
    significand /= 10;
    power++;
  }
}

/**
 * The shortest decimal among those that round to whole × 2^exponent: between the middles to its two neighbours, which
 * count where `whole` is even. All three are taken times 4 × 10^-k, k being chosen so that the interval is at least 1 and
 * less than 10 wide: it holds one or more whole numbers, and at most one that ends with a zero.
 * @param isPowerOfTwo the neighbour below is half as far away
 */
function shortest(whole: u64, exponent: i32, isPowerOfTwo: bool): void {
  const k = (exponent * 1262611 - (isPowerOfTwo ? 524031 : 0)) >> 22; // floor(log10(2^exponent [× 3/4]))
  const shift = u64(exponent + ((-k * 1741647) >> 19) + 1); // floor(log2(10^-k))
  const entry = POWERS_OF_FIVE + (usize(-k - SMALLEST_POWER) << 4);
  let high = load<u64>(entry);
  let low = load<u64>(entry, 8);
  if (-k < FIRST_NOT_BELOW || -k > LAST_NOT_BELOW) {
    low++;
    high += u64(low === 0);
  }
  const odd = whole & 1;
  const lower = scaled(high, low, ((whole << 2) - 2 + u64(isPowerOfTwo)) << shift) + odd;
  const value = scaled(high, low, (whole << 2) << shift);
  const upper = scaled(high, low, ((whole << 2) + 2) << shift) - odd;

  const tens = value / 40;
  const tensFit = lower <= 40 * tens;
  const nextTensFit = 40 * tens + 40 <= upper;
  power = k + 1;
  significand = tens + u64(nextTensFit);
  if (value >= 40 && tensFit !== nextTensFit) return;

  const ones = value >> 2;
  const onesFit = lower <= 4 * ones;
  const nextOnesFit = 4 * ones + 4 <= upper;
  const middle = 4 * ones + 2;
  const isNearerNext = value > middle || (value === middle && (ones & 1) !== 0);
  power = k;
  significand = ones + u64(onesFit !== nextOnesFit ? nextOnesFit : isNearerNext);
}

/** Upper 64 bits of (high, low) × factor; the last bit tells too whether anything but 0 or 1 was cut off. */
function scaled(high: u64, low: u64, factor: u64): u64 {
  const carry = multiplyHigh(low, factor);
  const middle = high * factor + carry;
  const upper = multiplyHigh(high, factor) + u64(middle < carry);
  return upper | u64(middle > 1);
}

/** Writes the significand in front of digitsEnd. @returns address of the first digit */
function writeDigits(): usize {
  let at = digitsEnd;
  let rest = significand;
  while (rest >= 100000000) {
    const upper = rest / 100000000;
    let lower = u32(rest - upper * 100000000);
    for (let i = 0; i < 8; i++) {
      store<u8>(--at, 0x30 + (lower % 10));
      lower /= 10;
    }
    rest = upper;
  }
  let first = u32(rest);
  do {
    store<u8>(--at, 0x30 + (first % 10));
    first /= 10;
  } while (first !== 0);
  return at;
}

/** 0.00012, 1.25, 1200.0: `point` digits stand before the point, or -point zeros behind it. */
function writeFixed(start: usize, count: i32, point: i32, to: usize): usize {
  if (point <= 0) {
    store<u64>(to, 0x303030302e30); // "0.0000"
    copyDigits(start, to + usize(2 - point));
    return to + usize(2 - point + count);
  }
  copyDigits(start, to);
  if (point < count) {
    store<u8>(to + usize(point), 0x2e);
    copyDigits(start + usize(point), to + usize(point) + 1);
    return to + usize(count) + 1;
  }
  store<u64>(to + usize(count), 0x3030303030303030);
  store<u64>(to + usize(count), 0x3030303030303030, 8);
  store<u16>(to + usize(point), 0x302e); // ".0"
  return to + usize(point) + 2;
}

/** 1e-05, 1.25e+100: the exponent has two digits at least. */
function writeScientific(start: usize, count: i32, exponent: i32, to: usize): usize {
  store<u8>(to, load<u8>(start));
  if (count > 1) {
    store<u8>(to, 0x2e, 1);
    copyDigits(start + 1, to + 2);
    to += usize(count);
  }
  store<u16>(to, exponent < 0 ? 0x2d65 : 0x2b65, 1); // "e-", "e+"
  to += 3;
  let rest = u32(abs(exponent));
  if (rest >= 100) {
    store<u8>(to++, 0x30 + rest / 100);
    rest %= 100;
  }
  store<u8>(to, 0x30 + rest / 10);
  store<u8>(to, 0x30 + (rest % 10), 1);
  return to + 2;
}

/** Copies 24 bytes, of which the first are the digits. */
function copyDigits(from: usize, to: usize): void {
  const first = load<u64>(from);
  const second = load<u64>(from, 8);
  const third = load<u64>(from, 16);
  store<u64>(to, first);
  store<u64>(to, second, 8);
  store<u64>(to, third, 16);
}
