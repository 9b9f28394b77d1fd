import { fma } from "./math";
import { EXP_TABLE, SMALL_POWERS } from "./math-tables";
import { allocateBytes } from "./memory";
import { reserve, Scratch } from "./scratch";

/**
 * The exp that CatBoost takes for Exponent (and softmax): a table of 2048 powers of two and a polynomial, each
 * step rounded to f64, nothing fused. Source: contrib/libs/fmath (expd, expd_v).
 */

const TABLE_BITS: u64 = 11;
const TABLE_SIZE: u32 = 2048;
const SCALE: f64 = reinterpret<f64>(0x40a71547652b82fe); // 2048 / ln 2
const STEP: f64 = reinterpret<f64>(0x3f362e42fefa39ef); // ln 2 / 2048
const SHIFT: f64 = 6755399441055744; // 3 × 2^51
const C2: f64 = 0.16666666685227835064;
const C3: f64 = 3.0000000027955394;
const EXPONENT_BIAS: u64 = (1 << 21) - (1 << 11);
const MANTISSA: u64 = (1 << 52) - 1;

/** CatBoost's vector form takes so many values a step; what remains goes through the scalar form. */
const GROUP: u32 = 4;
const SMALLEST: f64 = -708.39641853226408;
const GROUP_LARGEST: f64 = 709.78272569338397;
const SINGLE_LARGEST: f64 = 709.78271289338397;

/** Mantissas of 2^(i/2048), made when first needed. */
let table: usize = 0;
/** Room for one number of each row. */
const column = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));

/** @returns false with OUT_OF_MEMORY */
export function reserveExponent(): bool {
  if (table !== 0) return true;
  const made = allocateBytes(u64(TABLE_SIZE) << 3);
  if (made === 0) return false;
  for (let i: usize = 0; i < usize(TABLE_SIZE); i++) store<u64>(made + (i << 3), mantissaOf(i));
  table = made;
  return true;
}

/** 2^(i/2048) = 2^(j/128) × 2^(b/2048), both with a tail, so the sum rounds correctly (tests check all). */
function mantissaOf(i: usize): u64 {
  const coarse = EXP_TABLE + ((i >> 4) << 4);
  const fine = SMALL_POWERS + ((i & 15) << 4);
  const high = reinterpret<f64>(load<u64>(coarse, 8) + (u64(i >> 4) << 45));
  const fineHigh = load<f64>(fine);
  const product = high * fineHigh;
  const low = fma(high, fineHigh, -product) + product * load<f64>(coarse) + high * load<f64>(fine, 8);
  return reinterpret<u64>(product + low) & MANTISSA;
}

/** Replaces count values by their exp, in the groups in which CatBoost takes them. */
export function exponentiate(values: usize, count: u32): void {
  const grouped = count & ~(GROUP - 1);
  for (let i: u32 = 0; i < count; i++) {
    const at = values + (usize(i) << 3);
    const x = load<f64>(at);
    if (i < grouped) store<f64>(at, expOf(max<f64>(min<f64>(x, GROUP_LARGEST), SMALLEST)));
    else store<f64>(at, x <= SMALLEST ? 0 : x >= SINGLE_LARGEST ? Infinity : expOf(x));
  }
}

/**
 * exp(factor × x) of one number of each row, all rows as one array.
 * @param from, to address of the first row's number; the next is fromStride, toStride f64 on
 * @returns false with OUT_OF_MEMORY
 */
export function exponentiateColumn(
  from: usize,
  fromStride: u32,
  factor: f64,
  to: usize,
  toStride: u32,
  rowCount: u32,
): bool {
  if (!reserve(column, u64(rowCount) << 3) || !reserveExponent()) return false;
  const numbers = column.address;
  for (let row: usize = 0; row < usize(rowCount); row++) {
    store<f64>(numbers + (row << 3), factor * load<f64>(from + ((row * fromStride) << 3)));
  }
  exponentiate(numbers, rowCount);
  for (let row: usize = 0; row < usize(rowCount); row++) {
    store<f64>(to + ((row * toStride) << 3), load<f64>(numbers + (row << 3)));
  }
  return true;
}

function expOf(x: f64): f64 {
  const shifted = x * SCALE + SHIFT;
  const bits = reinterpret<u64>(shifted);
  const t = (shifted - SHIFT) * STEP - x;
  const y = (C3 - t) * (t * t) * C2 - t + 1;
  const power =
    (((bits + EXPONENT_BIAS) >> TABLE_BITS) << 52) | load<u64>(table + ((usize(bits) & 2047) << 3));
  return y * reinterpret<f64>(power);
}
