import { BLOCK_ROWS, Bordered, BUCKET_VALUES, FloatFeature, model, OneHotFeature } from "./layout";

/** Number of borders below a value: the value's bin. Borders ascend, NaN is above none. */
function bordersBelow(value: f32, borders: usize, borderCount: u32): u32 {
  let low: u32 = 0;
  let count = borderCount;
  while (count > 0) {
    const half = count >> 1;
    const above = value > load<f32>(borders + (usize(low + half) << 2));
    low = above ? low + half + 1 : low;
    count = above ? count - half - 1 : half;
  }
  return low;
}

/**
 * Writes the bins of a feature's value.
 * @param bins address of the row's bin of bucket 0; bucket b is at b × binStride bytes
 */
export function quantizeValue(value: f32, feature: Bordered, bins: usize, binStride: usize): void {
  let bin = bins + usize(feature.bucket) * binStride;
  let borders = feature.borders;
  let borderCount = feature.borderCount;
  while (borderCount > BUCKET_VALUES) {
    store<u8>(bin, bordersBelow(value, borders, BUCKET_VALUES));
    borders += usize(BUCKET_VALUES) << 2;
    borderCount -= BUCKET_VALUES;
    bin += binStride;
  }
  store<u8>(bin, bordersBelow(value, borders, borderCount));
}

/**
 * Fills the float buckets of one row.
 * @param floats address of the row's value of slot 0, f32; slot s is at s × floatStride bytes
 * @param bins address of the row's bin of bucket 0; bucket b is at b × binStride bytes
 */
export function quantizeFloats(floats: usize, floatStride: usize, bins: usize, binStride: usize): void {
  for (let i: u32 = 0, n = model.floatCount; i < n; i++) {
    const feature = changetype<FloatFeature>(model.floats + usize(i) * offsetof<FloatFeature>());
    let value = load<f32>(floats + usize(feature.slot) * floatStride);
    if (isNaN(value)) value = feature.missing;
    quantizeValue(value, feature, bins, binStride);
  }
}

/** Fills the one-hot buckets of one row: the number of the matching value, 0 for none. */
export function quantizeOneHots(
  categories: usize,
  categoryStride: usize,
  bins: usize,
  binStride: usize,
): void {
  for (let i: u32 = 0, n = model.oneHotCount; i < n; i++) {
    const feature = changetype<OneHotFeature>(model.oneHots + usize(i) * offsetof<OneHotFeature>());
    const hash = load<u32>(categories + usize(feature.slot) * categoryStride);
    let bin = bins + usize(feature.bucket) * binStride;
    for (let first: u32 = 0; first < feature.valueCount; first += BUCKET_VALUES) {
      const count = min(feature.valueCount - first, BUCKET_VALUES);
      store<u8>(bin, matchingValue(hash, feature.values + (usize(first) << 2), count));
      bin += binStride;
    }
  }
}

function matchingValue(hash: u32, values: usize, count: u32): u32 {
  for (let k: u32 = 0; k < count; k++) {
    if (load<u32>(values + (usize(k) << 2)) === hash) return k + 1;
  }
  return 0;
}

/**
 * Fills the float buckets of a block of rows, 16 rows a step.
 *
 *     values  f32x4 r0..3 | f32x4 r4..7 | f32x4 r8..11 | f32x4 r12..15
 *     bins    u8x16 r0..15, counted in i32x4 and narrowed at the end
 *
 * Equals `quantizeFloats` of each row. Values beyond rowCount are read (the input block has room for it) and
 * give bins that nobody looks at.
 * @param floats address of the block's first row of slot 0; rows are neighbours, slot s at s × floatStride bytes
 * @param bins block of BLOCK_ROWS bytes a bucket
 */
export function quantizeFloatBlock(floats: usize, floatStride: usize, rowCount: u32, bins: usize): void {
  for (let i: u32 = 0, n = model.floatCount; i < n; i++) {
    const feature = changetype<FloatFeature>(model.floats + usize(i) * offsetof<FloatFeature>());
    const values = floats + usize(feature.slot) * floatStride;
    for (let row: u32 = 0; row < rowCount; row += 16) {
      const at = values + (usize(row) << 2);
      const bin = bins + usize(feature.bucket) * BLOCK_ROWS + row;
      quantize16(at, feature.missing, feature.borders, feature.borderCount, bin);
    }
  }
}

function quantize16(values: usize, missing: f32, borders: usize, borderCount: u32, bin: usize): void {
  const missing4 = f32x4.splat(missing);
  const a = withoutNaN(v128.load(values), missing4);
  const b = withoutNaN(v128.load(values, 16), missing4);
  const c = withoutNaN(v128.load(values, 32), missing4);
  const d = withoutNaN(v128.load(values, 48), missing4);
  const end = borders + (usize(borderCount) << 2);
  while (borders < end) {
    const bucketEnd = min(end, borders + (usize(BUCKET_VALUES) << 2));
    let countA = i32x4.splat(0);
    let countB = i32x4.splat(0);
    let countC = i32x4.splat(0);
    let countD = i32x4.splat(0);
    for (; borders < bucketEnd; borders += 4) {
      // a true lane is -1
      const border = v128.load32_splat(borders);
      countA = i32x4.sub(countA, f32x4.gt(a, border));
      countB = i32x4.sub(countB, f32x4.gt(b, border));
      countC = i32x4.sub(countC, f32x4.gt(c, border));
      countD = i32x4.sub(countD, f32x4.gt(d, border));
    }
    const low = i16x8.narrow_i32x4_s(countA, countB);
    const high = i16x8.narrow_i32x4_s(countC, countD);
    v128.store(bin, i8x16.narrow_i16x8_u(low, high));
    bin += BLOCK_ROWS;
  }
}

function withoutNaN(values: v128, missing: v128): v128 {
  return v128.bitselect(values, missing, f32x4.eq(values, values));
}
