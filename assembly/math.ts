import { EXP_TABLE, LOG_TABLE } from "./math-tables";

/**
 * exp and log as glibc (2.28 and later) computes them on a processor with fused multiply-add: CatBoost calls
 * the C library, so only the same operations in the same order give its last bits. Fused steps are emulated.
 * Source: ARM optimized routines, math/exp.c and math/log.c; the fused steps as glibc's x86-64 build has them.
 */

const SPLITTER: f64 = 134217729; // 2^27 + 1: Veltkamp's split of 53 bits

/** a × b + c, rounded once. Source: Boldo and Melquiond, "Emulation of FMA" (rounding to odd). */
export function fma(a: f64, b: f64, c: f64): f64 {
  const productHigh = a * b;
  const productLow = productError(a, b, productHigh);
  const lowHigh = c + productLow;
  const lowLow = sumError(c, productLow, lowHigh);
  const high = productHigh + lowHigh;
  const rest = sumError(productHigh, lowHigh, high);
  return high + sumToOdd(lowLow, rest);
}

/** a × b − product, exactly. */
function productError(a: f64, b: f64, product: f64): f64 {
  const aScaled = a * SPLITTER;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = b * SPLITTER;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** a + b − sum, exactly. */
function sumError(a: f64, b: f64, sum: f64): f64 {
  const bPart = sum - a;
  return a - (sum - bPart) + (b - bPart);
}

/** a + b; where it is not exact, the neighbour with an odd last bit. */
function sumToOdd(a: f64, b: f64): f64 {
  const sum = a + b;
  const error = sumError(a, b, sum);
  const bits = reinterpret<u64>(sum);
  if (error === 0 || (bits & 1) !== 0) return sum;
  return reinterpret<f64>(error > 0 === sum > 0 ? bits + 1 : bits - 1);
}

const EXP_SHIFT: f64 = reinterpret<f64>(0x4338000000000000); // 0x1.8p52
const INV_LN2_N: f64 = reinterpret<f64>(0x40671547652b82fe); // 128 / ln 2
const NEG_LN2_HIGH_N: f64 = reinterpret<f64>(0xbf762e42fefa0000); // −ln 2 / 128, upper bits
const NEG_LN2_LOW_N: f64 = reinterpret<f64>(0xbd0cf79abc9e3b39); // −ln 2 / 128, the rest
const EXP_C2: f64 = reinterpret<f64>(0x3fdffffffffffdbd); // 0x1.ffffffffffdbdp-2
const EXP_C3: f64 = reinterpret<f64>(0x3fc555555555543c); // 0x1.555555555543cp-3
const EXP_C4: f64 = reinterpret<f64>(0x3fa55555cf172b91); // 0x1.55555cf172b91p-5
const EXP_C5: f64 = reinterpret<f64>(0x3f81111167a4d017); // 0x1.1111167a4d017p-7

export function exp(x: f64): f64 {
  const magnitude = abs<f64>(x);
  if (!(magnitude < 1024)) return isNaN(x) ? x : x > 0 ? Infinity : 0;
  if (magnitude < 5.551115123125783e-17) return 1 + x; // 2^-54
  // x = ln2 / 128 × k + r
  const shifted = fma(INV_LN2_N, x, EXP_SHIFT);
  const k = reinterpret<u64>(shifted);
  const kd = shifted - EXP_SHIFT;
  const r = fma(kd, NEG_LN2_LOW_N, fma(kd, NEG_LN2_HIGH_N, x));
  const entry = EXP_TABLE + ((usize(k) & 127) << 4);
  const scaleBits = load<u64>(entry, 8) + (k << 45);
  const r2 = r * r;
  const low = fma(r2, fma(r, EXP_C3, EXP_C2), load<f64>(entry) + r);
  const tail = fma(r2 * r2, fma(r, EXP_C5, EXP_C4), low);
  if (magnitude >= 512) return scaleFar(tail, scaleBits, k);
  const scale = reinterpret<f64>(scaleBits);
  return fma(scale, tail, scale);
}

/** scale × (1 + tail) where the scale's exponent over- or underflows. */
function scaleFar(tail: f64, scaleBits: u64, k: u64): f64 {
  if ((k & 0x80000000) === 0) {
    const scale = reinterpret<f64>(scaleBits - (u64(1009) << 52));
    return reinterpret<f64>(0x7f00000000000000) * fma(scale, tail, scale); // 0x1p1009
  }
  const scale = reinterpret<f64>(scaleBits + (u64(1022) << 52));
  // here the product is used twice, and glibc's build does not fuse it
  const product = scale * tail;
  let y = scale + product;
  if (y < 1) {
    // rounds to the precision of a subnormal number before it becomes one
    const high = 1 + y;
    const low = 1 - high + y + (scale - y + product);
    y = high + low - 1;
  }
  return reinterpret<f64>(0x0010000000000000) * y; // 0x1p-1022
}

const LN2_HIGH: f64 = reinterpret<f64>(0x3fe62e42fefa3800);
const LN2_LOW: f64 = reinterpret<f64>(0x3d2ef35793c76730);
const LOG_A0: f64 = reinterpret<f64>(0xbfe0000000000001);
const LOG_A1: f64 = reinterpret<f64>(0x3fd555555551305b);
const LOG_A2: f64 = reinterpret<f64>(0xbfcfffffffeb4590);
const LOG_A3: f64 = reinterpret<f64>(0x3fc999b324f10111);
const LOG_A4: f64 = reinterpret<f64>(0xbfc55575e506c89f);
const NEAR_ONE_LOW: u64 = 0x3fee000000000000; // 1 − 0x1p-4
const NEAR_ONE_HIGH: u64 = 0x3ff1090000000000; // 1 + 0x1.09p-4
const INTERVALS: u64 = 0x3fe6000000000000; // 0.6875

export function log(x: f64): f64 {
  let bits = reinterpret<u64>(x);
  if (bits - NEAR_ONE_LOW < NEAR_ONE_HIGH - NEAR_ONE_LOW) return x === 1 ? 0 : logNearOne(x - 1);
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  if (bits < u64(1) << 52) bits = reinterpret<u64>(x * 4503599627370496) - (u64(52) << 52);
  // x = 2^k × z, z near c
  const shifted = bits - INTERVALS;
  const entry = LOG_TABLE + (usize((shifted >> 45) & 127) << 4);
  const kd = f64(i64(shifted) >> 52);
  const z = reinterpret<f64>(bits - (shifted & (u64(0xfff) << 52)));
  const w = fma(kd, LN2_HIGH, load<f64>(entry, 8));
  const r = fma(z, load<f64>(entry), -1);
  const high = r + w;
  const r2 = r * r;
  const low = fma(r2, LOG_A0, fma(kd, LN2_LOW, w - high + r));
  const polynomial = fma(fma(r, LOG_A4, LOG_A3), r2, fma(r, LOG_A2, LOG_A1));
  return fma(r * r2, polynomial, low) + high;
}

const LOG_B0: f64 = -0.5;
const LOG_B1: f64 = reinterpret<f64>(0x3fd5555555555577);
const LOG_B2: f64 = reinterpret<f64>(0xbfcffffffffffdcb);
const LOG_B3: f64 = reinterpret<f64>(0x3fc999999995dd0c);
const LOG_B4: f64 = reinterpret<f64>(0xbfc55555556745a7);
const LOG_B5: f64 = reinterpret<f64>(0x3fc24924a344de30);
const LOG_B6: f64 = reinterpret<f64>(0xbfbfffffa4423d65);
const LOG_B7: f64 = reinterpret<f64>(0x3fbc7184282ad6ca);
const LOG_B8: f64 = reinterpret<f64>(0xbfb999eb43b068ff);
const LOG_B9: f64 = reinterpret<f64>(0x3fb78182f7afd085);
const LOG_B10: f64 = reinterpret<f64>(0xbfb5521375d145cd);
const TWO_27: f64 = 134217728;

/** log(1 + r) for −0x1p-4 <= r < 0x1.09p-4. */
function logNearOne(r: f64): f64 {
  const r2 = r * r;
  const r3 = r * r2;
  const p1 = fma(r2, LOG_B3, fma(r, LOG_B2, LOG_B1));
  const p4 = fma(r2, LOG_B6, fma(r, LOG_B5, LOG_B4));
  const p7 = fma(r3, LOG_B10, fma(r2, LOG_B9, fma(r, LOG_B8, LOG_B7)));
  const polynomial = fma(fma(p7, r3, p4), r3, p1);
  const rHigh = fma(-TWO_27, r, fma(r, TWO_27, r));
  const square = rHigh * rHigh;
  const high = fma(square, LOG_B0, r);
  const low = fma(square, LOG_B0, r - high);
  const rest = fma(LOG_B0 * (r - rHigh), r + rHigh, low);
  return high + fma(polynomial, r3, rest);
}
