import { ctrHash } from "./hash";
import { find, NOT_FOUND } from "./hash-table";
import {
  BinTest,
  CTR_BORDERS,
  CTR_BUCKET_BYTES,
  CTR_BUCKETS,
  CTR_COUNTER,
  CtrFeature,
  CtrKey,
  CtrTable,
  model,
} from "./layout";
import { quantizeValue } from "./quantize";

/**
 * Fills the CTR buckets of one row. The float, estimated and one-hot buckets must be filled.
 * @param categories address of the row's hash of slot 0; slot s is at s × categoryStride bytes
 * @param bins address of the row's bin of bucket 0; bucket b is at b × binStride bytes
 */
export function quantizeCtrs(categories: usize, categoryStride: usize, bins: usize, binStride: usize): void {
  let key = changetype<CtrKey>(0);
  let table = changetype<CtrTable>(0);
  let hash: u64 = 0;
  let index = NOT_FOUND;
  for (let i: u32 = 0, n = model.ctrCount; i < n; i++) {
    const feature = changetype<CtrFeature>(model.ctrs + usize(i) * offsetof<CtrFeature>());
    if (feature.key !== key) {
      key = feature.key;
      hash = projectionHash(key, categories, categoryStride, bins, binStride);
    }
    if (feature.table !== table) {
      table = feature.table;
      index = find(table.buckets, table.mask, CTR_BUCKET_BYTES, hash);
    }
    const value = ctrValue(feature, table, index);
    quantizeValue(value, feature, bins, binStride);
  }
}

/** Hash of the row's categories (as signed 32-bit numbers) and of the outcomes of the key's tests. */
function projectionHash(
  key: CtrKey,
  categories: usize,
  categoryStride: usize,
  bins: usize,
  binStride: usize,
): u64 {
  let hash: u64 = 0;
  for (let i: u32 = 0; i < key.categoryCount; i++) {
    const slot = usize(load<u32>(key.categories + (usize(i) << 2)));
    hash = ctrHash(hash, u64(i64(load<i32>(categories + slot * categoryStride))));
  }
  for (let i: u32 = 0; i < key.testCount; i++) {
    const test = changetype<BinTest>(key.tests + usize(i) * offsetof<BinTest>());
    const bin = u32(load<u8>(bins + usize(test.bucket) * binStride));
    hash = ctrHash(hash, u64(test.equality ? bin === test.value : bin >= test.value));
  }
  return hash;
}

/**
 * ((good + PriorNum) / (total + PriorDenom) + Shift) × Scale, each step rounded to f32.
 * Source: catboost/libs/model/online_ctr.h (TModelCtr::Calc), static_ctr_provider.cpp
 */
function ctrValue(feature: CtrFeature, table: CtrTable, index: u32): f32 {
  const type = table.key.type;
  let good: f32 = 0;
  let total: f32 = 0;
  if (type === CTR_BORDERS || type === CTR_BUCKETS) {
    if (index !== NOT_FOUND) {
      const counts = table.records + usize(index) * table.recordBytes;
      let goodCount: i32 = 0;
      let totalCount: i32 = 0;
      const first = type === CTR_BUCKETS ? feature.targetBorder : feature.targetBorder + 1;
      for (let c: u32 = 0; c < table.classCount; c++) {
        const count = load<i32>(counts + (usize(c) << 2));
        totalCount += count;
        if (type === CTR_BUCKETS ? c === first : table.classCount === 2 ? c === 1 : c >= first)
          goodCount += count;
      }
      good = f32(goodCount);
      total = f32(totalCount);
    }
  } else if (type >= CTR_COUNTER) {
    if (index !== NOT_FOUND) good = f32(load<i32>(table.records + (usize(index) << 2)));
    total = f32(table.counterDenominator);
  } else if (index !== NOT_FOUND) {
    good = load<f32>(table.records + (usize(index) << 3));
    total = f32(load<i32>(table.records + (usize(index) << 3), 4));
  }
  return (
    ((good + feature.priorNumerator) / (total + feature.priorDenominator) + feature.shift) * feature.scale
  );
}
