/**
 * The three hashes of CatBoost's files. All arithmetic wraps modulo 2^64, loads are unaligned little-endian.
 * Source: util/digest/city.cpp (CityHash 1.0, not 1.1), catboost/libs/model/hash.h,
 * library/cpp/digest/murmur.
 */

const CITY_K0: u64 = 0xc3a5c85c97cb3127;
const CITY_K1: u64 = 0xb492b66fbe98f273;
const CITY_K2: u64 = 0x9ae16a3b2f90404f;
const CITY_K3: u64 = 0xc949d7c7509e6557;
const CITY_MIX: u64 = 0x9ddfea08eb382d69;

const CTR_MULTIPLIER: u64 = 0x4906ba494954cb65;
const MURMUR_M: u64 = 0xc6a4a7935bd1e995;

function mix(v: u64): u64 {
  return v ^ (v >> 47);
}

function hash16(u: u64, v: u64): u64 {
  let a = (u ^ v) * CITY_MIX;
  a ^= a >> 47;
  let b = (v ^ a) * CITY_MIX;
  b ^= b >> 47;
  return b * CITY_MIX;
}

function cityUpTo16(p: usize, n: usize): u64 {
  if (n > 8) {
    const a = load<u64>(p);
    const b = load<u64>(p + n - 8);
    return hash16(a, rotr<u64>(b + u64(n), u64(n))) ^ b;
  }
  if (n >= 4) {
    return hash16(u64(n) + (u64(load<u32>(p)) << 3), u64(load<u32>(p + n - 4)));
  }
  if (n > 0) {
    const y = u64(load<u8>(p)) + (u64(load<u8>(p + (n >> 1))) << 8);
    const z = u64(n) + (u64(load<u8>(p + n - 1)) << 2);
    return mix((y * CITY_K2) ^ (z * CITY_K3)) * CITY_K2;
  }
  return CITY_K2;
}

function city17To32(p: usize, n: usize): u64 {
  const a = load<u64>(p) * CITY_K1;
  const b = load<u64>(p, 8);
  const c = load<u64>(p + n - 8) * CITY_K2;
  const d = load<u64>(p + n - 16) * CITY_K0;
  return hash16(rotr<u64>(a - b, 43) + rotr<u64>(c, 30) + d, a + rotr<u64>(b ^ CITY_K3, 20) - c + u64(n));
}

function city33To64(p: usize, n: usize): u64 {
  let z = load<u64>(p, 24);
  let a = load<u64>(p) + (u64(n) + load<u64>(p + n - 16)) * CITY_K0;
  let b = rotr<u64>(a + z, 52);
  let c = rotr<u64>(a, 37);
  a += load<u64>(p, 8);
  c += rotr<u64>(a, 7);
  a += load<u64>(p, 16);
  const vFirst = a + z;
  const vSecond = b + rotr<u64>(a, 31) + c;
  a = load<u64>(p, 16) + load<u64>(p + n - 32);
  z = load<u64>(p + n - 8);
  b = rotr<u64>(a + z, 52);
  c = rotr<u64>(a, 37);
  a += load<u64>(p + n - 24);
  c += rotr<u64>(a, 7);
  a += load<u64>(p + n - 16);
  const wFirst = a + z;
  const wSecond = b + rotr<u64>(a, 31) + c;
  const r = mix((vFirst + wSecond) * CITY_K2 + (wFirst + vSecond) * CITY_K0);
  return mix(r * CITY_K0 + vSecond) * CITY_K2;
}

/** First half of the weak hash of 32 bytes; the second half is `weakSecond` of the same arguments. */
function weakFirst(p: usize, a: u64): u64 {
  return a + load<u64>(p) + load<u64>(p, 8) + load<u64>(p, 16) + load<u64>(p, 24);
}

function weakSecond(p: usize, a: u64, b: u64): u64 {
  const start = a + load<u64>(p);
  const sum = start + load<u64>(p, 8) + load<u64>(p, 16);
  return rotr<u64>(b + start + load<u64>(p, 24), 21) + rotr<u64>(sum, 44) + start;
}

function cityLong(p: usize, n: usize): u64 {
  let x = load<u64>(p);
  let y = load<u64>(p + n - 16) ^ CITY_K1;
  let z = load<u64>(p + n - 56) ^ CITY_K0;
  let vFirst = weakFirst(p + n - 64, u64(n));
  let vSecond = weakSecond(p + n - 64, u64(n), y);
  let wFirst = weakFirst(p + n - 32, u64(n) * CITY_K1);
  let wSecond = weakSecond(p + n - 32, u64(n) * CITY_K1, CITY_K0);
  z += mix(vSecond) * CITY_K1;
  x = rotr<u64>(z + x, 39) * CITY_K1;
  y = rotr<u64>(y, 33) * CITY_K1;
  const end = p + ((n - 1) & ~63);
  for (; p < end; p += 64) {
    x = rotr<u64>(x + y + vFirst + load<u64>(p, 16), 37) * CITY_K1;
    y = rotr<u64>(y + vSecond + load<u64>(p, 48), 42) * CITY_K1;
    x ^= wSecond;
    y ^= vFirst;
    z = rotr<u64>(z ^ wFirst, 33);
    const vStart = vSecond * CITY_K1;
    vFirst = weakFirst(p, vStart);
    vSecond = weakSecond(p, vStart, x + wFirst);
    const wStart = z + wSecond;
    wFirst = weakFirst(p + 32, wStart);
    wSecond = weakSecond(p + 32, wStart, y);
    const swapped = z;
    z = x;
    x = swapped;
  }
  return hash16(hash16(vFirst, wFirst) + mix(y) * CITY_K1 + z, hash16(vSecond, wSecond) + x);
}

/** CityHash64 1.0 of byteCount bytes. */
export function cityHash64(p: usize, byteCount: usize): u64 {
  if (byteCount <= 16) return cityUpTo16(p, byteCount);
  if (byteCount <= 32) return city17To32(p, byteCount);
  if (byteCount <= 64) return city33To64(p, byteCount);
  return cityLong(p, byteCount);
}

/** Folds one more part into the hash of a CTR projection. */
export function ctrHash(hash: u64, part: u64): u64 {
  return CTR_MULTIPLIER * (hash + CTR_MULTIPLIER * part);
}

/** MurmurHash64A of byteCount bytes, as the dictionaries use it. */
export function murmurHash64(p: usize, byteCount: usize, seed: u64): u64 {
  let h = seed ^ (u64(byteCount) * MURMUR_M);
  const end = p + (byteCount & ~7);
  for (; p < end; p += 8) {
    let k = load<u64>(p) * MURMUR_M;
    k ^= k >> 47;
    k *= MURMUR_M;
    h ^= k;
    h *= MURMUR_M;
  }
  const rest = byteCount & 7;
  if (rest) {
    let tail: u64 = 0;
    for (let i: usize = 0; i < rest; i++) tail |= u64(load<u8>(p + i)) << (u64(i) << 3);
    h ^= tail;
    h *= MURMUR_M;
  }
  h ^= h >> 47;
  h *= MURMUR_M;
  h ^= h >> 47;
  return h;
}
