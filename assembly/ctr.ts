import { appendSplits, takeBorders } from "./features";
import {
  fieldF32,
  fieldI32,
  fieldTable,
  fieldU8,
  fieldVector,
  openFlatBuffer,
  vectorItems,
  vectorLength,
  vectorTable,
} from "./flatbuffer";
import { ctrHash } from "./hash";
import { isSoundTable, valueLimit } from "./hash-table";
import {
  BinTest,
  BUCKET_VALUES,
  CTR_BINARIZED_MEAN,
  CTR_BUCKET_BYTES,
  CTR_BUCKETS,
  CTR_FEATURE_FREQ,
  CTR_FLOAT_MEAN,
  CtrFeature,
  CtrKey,
  CtrTable,
  FloatFeature,
  model,
  OneHotFeature,
} from "./layout";
import { allocateBytes } from "./memory";
import { readBytes, readSize } from "./reader";
import { BAD_CTR, BAD_CTR_TABLE, fail, failed } from "./status";

/** Most parts of a projection; CatBoost's own limits are far below. */
const MAX_PROJECTION: u32 = 256;
/** Most borders and values that all projections together may be compared with: a bound on a hostile file. */
const MAX_COMPARISONS: u64 = 1 << 28;

let comparisons: u64 = 0;

/** Reads the CTR features of the model core and numbers their buckets. Source: ctr_data.fbs */
export function readCtrFeatures(tables: usize): bool {
  const count = vectorLength(tables);
  model.ctrs = allocateBytes(u64(count) * offsetof<CtrFeature>());
  if (model.ctrs === 0) return false;
  let previous = changetype<CtrKey>(0);
  for (let i: u32 = 0; i < count; i++) {
    const table = vectorTable(tables, i);
    const ctr = fieldTable(table, 0);
    const borders = fieldVector(table, 1, 4);
    const key = readKey(fieldTable(ctr, 0));
    if (failed()) return false;
    if (key.unresolved !== 0) {
      fail(BAD_CTR, key.unresolved);
      return false;
    }
    if (changetype<usize>(previous) === 0 || !sameKey(previous, key)) previous = key;
    const feature = changetype<CtrFeature>(model.ctrs + usize(i) * offsetof<CtrFeature>());
    feature.key = previous;
    feature.targetBorder = u32(fieldI32(ctr, 1, 0));
    feature.priorNumerator = fieldF32(ctr, 2, 0);
    feature.priorDenominator = fieldF32(ctr, 3, 1);
    feature.shift = fieldF32(ctr, 4, 0);
    feature.scale = fieldF32(ctr, 5, 1);
    if (!takeBorders(feature, borders)) return false;
    model.ctrCount++;
  }
  return true;
}

export function numberCtrSplits(): void {
  for (let i: u32 = 0; i < model.ctrCount; i++) {
    const feature = changetype<CtrFeature>(model.ctrs + usize(i) * offsetof<CtrFeature>());
    appendSplits(feature.bucket, feature.borderCount, false);
  }
}

/**
 * Reads a TModelCtrBase: type, classifier and projection, its splits resolved to tests on bins. A category or split
 * that the model does not have leaves the key unresolved: shrunk models keep tables that nothing looks into any more.
 */
function readKey(base: usize): CtrKey {
  const none = changetype<CtrKey>(0);
  const combination = fieldTable(base, 0);
  const categories = fieldVector(combination, 0, 4);
  const floatSplits = fieldVector(combination, 1, 8);
  const oneHotSplits = fieldVector(combination, 2, 8);
  if (failed()) return none;
  const categoryCount = vectorLength(categories);
  const floatCount = vectorLength(floatSplits);
  const testCount = u64(floatCount) + vectorLength(oneHotSplits);
  if (combination === 0 || categoryCount > MAX_PROJECTION || testCount > MAX_PROJECTION) {
    fail(BAD_CTR, base);
    return none;
  }
  const key = changetype<CtrKey>(allocateBytes(offsetof<CtrKey>()));
  const tests = allocateBytes(testCount * offsetof<BinTest>());
  if (changetype<usize>(key) === 0 || tests === 0) return none;
  key.type = fieldU8(base, 1, 0);
  key.targetBorderClassifier = u32(fieldI32(base, 2, 0));
  key.categories = vectorItems(categories);
  key.categoryCount = categoryCount;
  key.tests = tests;
  key.testCount = u32(testCount);
  for (let i: u32 = 0; i < categoryCount; i++) {
    const category = key.categories + (usize(i) << 2);
    if (load<u32>(category) >= model.categorySlots) key.unresolved = category;
  }
  for (let i: u32 = 0; i < key.testCount; i++) {
    const test = changetype<BinTest>(tests + usize(i) * offsetof<BinTest>());
    const isFloat = i < floatCount;
    const split = isFloat
      ? vectorItems(floatSplits) + (usize(i) << 3)
      : vectorItems(oneHotSplits) + (usize(i - floatCount) << 3);
    if (!(isFloat ? resolveFloat(split, test) : resolveOneHot(split, test))) key.unresolved = split;
    if (comparisons > MAX_COMPARISONS) {
      fail(BAD_CTR, split);
      return none;
    }
  }
  if (key.type > CTR_FEATURE_FREQ) fail(BAD_CTR, base);
  key.fingerprint = fingerprintOf(key);
  return key;
}

/** {i32 feature, f32 border}: the bin is at or above the number of that border. */
function resolveFloat(split: usize, test: BinTest): bool {
  const slot = load<u32>(split);
  const border = load<f32>(split, 4);
  for (let i: u32 = 0; i < model.floatCount; i++) {
    const float = changetype<FloatFeature>(model.floats + usize(i) * offsetof<FloatFeature>());
    if (float.slot !== slot) continue;
    comparisons += float.borderCount;
    for (let k: u32 = 0; k < float.borderCount; k++) {
      if (load<f32>(float.borders + (usize(k) << 2)) !== border) continue;
      test.slot = slot;
      test.bucket = float.bucket + k / BUCKET_VALUES;
      test.value = (k % BUCKET_VALUES) + 1;
      return true;
    }
  }
  return false;
}

/**
 * {i32 feature, i32 value}: the bin equals the number of that value. CatBoost looks for the bucket right
 * behind those of the floats, as if there were no estimated features between; so do we, to give its
 * predictions. Source: catboost/libs/model/model.cpp, ctr_provider.h
 */
function resolveOneHot(split: usize, test: BinTest): bool {
  const slot = load<u32>(split);
  const value = load<u32>(split, 4);
  for (let i: u32 = 0; i < model.oneHotCount; i++) {
    const oneHot = changetype<OneHotFeature>(model.oneHots + usize(i) * offsetof<OneHotFeature>());
    if (oneHot.slot !== slot) continue;
    comparisons += oneHot.valueCount;
    for (let k: u32 = 0; k < oneHot.valueCount; k++) {
      if (load<u32>(oneHot.values + (usize(k) << 2)) !== value) continue;
      const offset = oneHot.bucket - model.oneHotBucket;
      test.slot = slot;
      test.bucket = model.floatBucketCount + offset + k / BUCKET_VALUES;
      test.value = (k % BUCKET_VALUES) + 1;
      test.equality = 1;
      return true;
    }
  }
  return false;
}

function fingerprintOf(key: CtrKey): u64 {
  let hash = ctrHash(u64(key.type), u64(key.targetBorderClassifier));
  for (let i: u32 = 0; i < key.categoryCount; i++) {
    hash = ctrHash(hash, u64(load<u32>(key.categories + (usize(i) << 2))));
  }
  for (let i: u32 = 0; i < key.testCount; i++) {
    const test = changetype<BinTest>(key.tests + usize(i) * offsetof<BinTest>());
    hash = ctrHash(hash, (u64(test.bucket) << 32) | u64((test.value << 1) | test.equality));
  }
  return hash;
}

function sameKey(a: CtrKey, b: CtrKey): bool {
  return (
    a.fingerprint === b.fingerprint &&
    a.type === b.type &&
    a.targetBorderClassifier === b.targetBorderClassifier &&
    a.categoryCount === b.categoryCount &&
    a.testCount === b.testCount &&
    memory.compare(a.categories, b.categories, usize(a.categoryCount) << 2) === 0 &&
    memory.compare(a.tests, b.tests, usize(a.testCount) * offsetof<BinTest>()) === 0
  );
}

/**
 * Reads the part "static_provider_v1": size tables, each a size and a FlatBuffer.
 * Source: catboost/libs/model/static_ctr_provider.cpp, ctr_value_table.cpp
 */
export function readCtrTables(): bool {
  const count = readSize();
  if (failed()) return false;
  // every table takes 4 bytes at the least, so the reader ends a wrong count soon
  for (let i: u64 = 0; i < count; i++) {
    const byteCount = readSize();
    const table = readBytes(byteCount);
    if (failed() || !readTable(openFlatBuffer(table, usize(byteCount)), table, u32(byteCount))) return false;
  }
  return true;
}

function readTable(root: usize, at: usize, byteCount: u32): bool {
  const key = readKey(fieldTable(root, 0));
  const hashes = fieldVector(root, 1, 1);
  const blob = fieldVector(root, 2, 1);
  if (failed()) return false;
  const record = allocateBytes(offsetof<CtrTable>());
  if (record === 0) return false;
  const table = changetype<CtrTable>(record);
  table.key = key;
  table.byteCount = byteCount;
  table.buckets = vectorItems(hashes);
  table.records = vectorItems(blob);
  table.counterDenominator = fieldI32(root, 3, 0);
  table.classCount = u32(fieldI32(root, 4, 0));
  table.recordBytes = recordBytes(key.type, table.classCount);
  const bucketCount = vectorLength(hashes) / u32(CTR_BUCKET_BYTES);
  table.mask = bucketCount - 1;
  const sound =
    !failed() &&
    vectorLength(hashes) === bucketCount * u32(CTR_BUCKET_BYTES) &&
    isSoundTable(table.buckets, bucketCount, CTR_BUCKET_BYTES) &&
    table.recordBytes > 0 &&
    vectorLength(blob) % table.recordBytes === 0 &&
    valueLimit(table.buckets, bucketCount, CTR_BUCKET_BYTES) <= u64(vectorLength(blob) / table.recordBytes);
  if (!sound) {
    fail(BAD_CTR_TABLE, at);
    return false;
  }
  if (key.unresolved === 0) attachTable(table);
  return true;
}

/** Bytes of one record; 0 where the class count makes no sense. */
function recordBytes(type: u32, classCount: u32): u32 {
  if (type <= CTR_BUCKETS) return classCount < 2 || classCount > 1 << 16 ? 0 : classCount << 2;
  return type === CTR_BINARIZED_MEAN || type === CTR_FLOAT_MEAN ? 8 : 4;
}

/** Gives the table to every CTR feature with its key. */
function attachTable(table: CtrTable): void {
  for (let i: u32 = 0; i < model.ctrCount; i++) {
    const feature = changetype<CtrFeature>(model.ctrs + usize(i) * offsetof<CtrFeature>());
    if (changetype<usize>(feature.table) === 0 && sameKey(feature.key, table.key)) feature.table = table;
  }
}

/** Every CTR feature must have found its table, and a class of its records to look at. */
export function ctrTablesComplete(): bool {
  for (let i: u32 = 0; i < model.ctrCount; i++) {
    const feature = changetype<CtrFeature>(model.ctrs + usize(i) * offsetof<CtrFeature>());
    const missing = changetype<usize>(feature.table) === 0;
    if (missing || (feature.key.type === CTR_BUCKETS && feature.targetBorder >= feature.table.classCount)) {
      fail(BAD_CTR, feature.borders);
      return false;
    }
  }
  return true;
}
