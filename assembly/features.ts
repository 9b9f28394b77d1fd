import {
  field,
  fieldBool,
  fieldI32,
  fieldU8,
  fieldVector,
  vectorItems,
  vectorLength,
  vectorTable,
} from "./flatbuffer";
import {
  Bordered,
  BUCKET_VALUES,
  EstimatedFeature,
  estimatedAt,
  Feature,
  FloatFeature,
  featureAt,
  KIND_CATEGORICAL,
  KIND_EMBEDDING,
  KIND_FLOAT,
  KIND_TEXT,
  MAX_BUCKETS,
  MAX_SLOTS,
  model,
  NAN_MAX,
  NAN_MIN,
  NAN_NONE,
  OneHotFeature,
  SOURCE_EMBEDDING,
  Split,
} from "./layout";
import { allocateBytes } from "./memory";
import {
  BAD_BORDERS,
  BAD_ESTIMATED_FEATURE,
  BAD_FEATURE,
  BAD_ONE_HOT,
  fail,
  failed,
  UNSUPPORTED_BUCKETS,
} from "./status";

/** Split ids that have got their split. */
let numbered: u32 = 0;

/**
 * Reads the input features of the model core and numbers buckets and split ids: used float features, then
 * estimated, one-hot and CTR features. Source: catboost/libs/model/flatbuffers/features.fbs,
 * catboost/libs/model/model.cpp (bin features).
 */
export function readFeatures(trees: usize): bool {
  const categories = fieldVector(trees, 4, 4);
  const floats = fieldVector(trees, 5, 4);
  const texts = fieldVector(trees, 12, 4);
  const embeddings = fieldVector(trees, 18, 4);
  if (failed()) return false;
  const count =
    vectorLength(floats) + vectorLength(categories) + vectorLength(texts) + vectorLength(embeddings);
  model.features = allocateBytes(u64(count) * offsetof<Feature>());
  model.floats = allocateBytes(u64(vectorLength(floats)) * offsetof<FloatFeature>());
  if (model.features === 0 || model.floats === 0) return false;
  model.floatSlots = readKind(floats, KIND_FLOAT, 1);
  model.categorySlots = readKind(categories, KIND_CATEGORICAL, 0);
  model.textSlots = readKind(texts, KIND_TEXT, 0);
  model.embeddingSlots = readKind(embeddings, KIND_EMBEDDING, 0);
  if (failed()) return false;
  model.floatBucketCount = model.bucketCount;
  return readEstimated(fieldVector(trees, 13, 4)) && readOneHots(fieldVector(trees, 6, 4));
}

/** Reads the features of a kind; their Index must ascend. @returns number of input slots of the kind */
function readKind(tables: usize, kind: u32, indexSlot: usize): u32 {
  const nameSlot = kind === KIND_FLOAT ? usize(4) : usize(2);
  let slots: u32 = 0;
  for (let i: u32 = 0, n = vectorLength(tables); i < n; i++) {
    const table = vectorTable(tables, i);
    const index = fieldI32(table, indexSlot, -1);
    const flatIndex = fieldI32(table, indexSlot + 1, -1);
    const name = fieldVector(table, nameSlot, 1);
    if (failed()) return 0;
    if (index < i32(slots) || u32(index) >= MAX_SLOTS || u32(flatIndex) >= MAX_SLOTS) {
      fail(BAD_FEATURE, table);
      return 0;
    }
    slots = u32(index) + 1;
    const feature = featureAt(model.featureCount);
    feature.kind = kind;
    feature.flatIndex = u32(flatIndex);
    feature.slot = u32(index);
    feature.nameAddress = name ? vectorItems(name) : 0;
    feature.nameBytes = vectorLength(name);
    if (kind === KIND_FLOAT) {
      if (!readFloat(table, feature)) return 0;
    } else {
      feature.used = u32(fieldBool(table, kind === KIND_EMBEDDING ? 4 : 3, true));
    }
    model.featureCount++;
  }
  return slots;
}

function readFloat(table: usize, feature: Feature): bool {
  const borders = fieldVector(table, 3, 4);
  const borderCount = vectorLength(borders);
  feature.borders = borderCount > 0 ? vectorItems(borders) : 0;
  feature.borderCount = borderCount;
  feature.used = u32(borderCount > 0);
  if (borderCount === 0) return !failed();
  const float = changetype<FloatFeature>(model.floats + usize(model.floatCount) * offsetof<FloatFeature>());
  float.slot = feature.slot;
  // NanValueTreatment: 1 AsFalse, 2 AsTrue (a missing value passes all borders)
  const treatment = fieldBool(table, 0, false) ? fieldU8(table, 5, 0) : 0;
  feature.nanMode = treatment === 1 ? NAN_MIN : treatment === 2 ? NAN_MAX : NAN_NONE;
  float.missing = treatment === 2 ? Infinity : -Infinity;
  model.floatCount++;
  return takeBorders(float, borders);
}

/** Gives a bordered feature its borders and the next buckets. */
export function takeBorders(feature: Bordered, borders: usize): bool {
  const count = vectorLength(borders);
  const items = vectorItems(borders);
  if (!ascending(items, count)) return false;
  feature.borders = items;
  feature.borderCount = count;
  feature.bucket = takeBuckets(count);
  return !failed();
}

/** Checks that borders are numbers, each above the one before. */
function ascending(borders: usize, count: u32): bool {
  for (let i: u32 = 0; i < count; i++) {
    const at = borders + (usize(i) << 2);
    const border = load<f32>(at);
    if (isNaN(border) || (i > 0 && !(border > load<f32>(at - 4)))) {
      fail(BAD_BORDERS, at);
      return false;
    }
  }
  return true;
}

/** Numbers the buckets, and counts the split ids, of a feature with valueCount borders or values. @returns the first */
function takeBuckets(valueCount: u32): u32 {
  const first = model.bucketCount;
  const count = (valueCount + (BUCKET_VALUES - 1)) / BUCKET_VALUES;
  if (count > MAX_BUCKETS - first) {
    fail(UNSUPPORTED_BUCKETS, 0);
    return 0;
  }
  model.bucketCount = first + count;
  model.splitIdCount += valueCount;
  return first;
}

function readEstimated(tables: usize): bool {
  const count = vectorLength(tables);
  model.estimated = allocateBytes(u64(count) * offsetof<EstimatedFeature>());
  if (model.estimated === 0) return false;
  for (let i: u32 = 0; i < count; i++) {
    const table = vectorTable(tables, i);
    const sourceIndex = fieldI32(table, 0, -1);
    const calcerId = field(table, 1, 16);
    const localIndex = fieldI32(table, 2, -1);
    const borders = fieldVector(table, 3, 4);
    const sourceType = fieldU8(table, 4, 0);
    if (failed()) return false;
    // an output that training dropped from an embedding's calcer keeps its place, without borders
    const hasBorders = sourceType === SOURCE_EMBEDDING || vectorLength(borders) > 0;
    if (calcerId === 0 || localIndex < 0 || !hasBorders || sourceType > SOURCE_EMBEDDING) {
      fail(BAD_ESTIMATED_FEATURE, table);
      return false;
    }
    const estimated = estimatedAt(i);
    estimated.source = sourceType;
    estimated.slot = u32(sourceIndex);
    estimated.output = u32(localIndex);
    estimated.calcerId = calcerId;
    if (!takeBorders(estimated, borders)) return false;
    model.estimatedCount++;
  }
  return true;
}

function readOneHots(tables: usize): bool {
  const count = vectorLength(tables);
  model.oneHots = allocateBytes(u64(count) * offsetof<OneHotFeature>());
  if (model.oneHots === 0) return false;
  model.oneHotBucket = model.bucketCount;
  for (let i: u32 = 0; i < count; i++) {
    const table = vectorTable(tables, i);
    const slot = fieldI32(table, 0, -1);
    const values = fieldVector(table, 1, 4);
    if (failed()) return false;
    if (u32(slot) >= model.categorySlots) {
      fail(BAD_ONE_HOT, table);
      return false;
    }
    const oneHot = changetype<OneHotFeature>(model.oneHots + usize(i) * offsetof<OneHotFeature>());
    oneHot.slot = u32(slot);
    oneHot.values = values ? vectorItems(values) : 0;
    oneHot.valueCount = vectorLength(values);
    oneHot.bucket = takeBuckets(oneHot.valueCount);
    if (failed()) return false;
    model.oneHotCount++;
  }
  return true;
}

/** Writes the split of every split id: a bucket and what its bin is compared with. */
export function numberSplits(): bool {
  model.splitIds = allocateBytes(u64(model.splitIdCount) << 2);
  if (model.splitIds === 0) return false;
  for (let i: u32 = 0; i < model.floatCount; i++) {
    const float = changetype<FloatFeature>(model.floats + usize(i) * offsetof<FloatFeature>());
    appendSplits(float.bucket, float.borderCount, false);
  }
  for (let i: u32 = 0; i < model.estimatedCount; i++) {
    const estimated = estimatedAt(i);
    appendSplits(estimated.bucket, estimated.borderCount, false);
  }
  for (let i: u32 = 0; i < model.oneHotCount; i++) {
    const oneHot = changetype<OneHotFeature>(model.oneHots + usize(i) * offsetof<OneHotFeature>());
    appendSplits(oneHot.bucket, oneHot.valueCount, true);
  }
  return true;
}

/** Appends the splits of one feature: bin >= k for borders, bin == k for values (flipped so that >= serves). */
export function appendSplits(bucket: u32, valueCount: u32, equality: bool): void {
  for (let k: u32 = 0; k < valueCount; k++) {
    const split = changetype<Split>(model.splitIds + (usize(numbered++) << 2));
    const value = (k % BUCKET_VALUES) + 1;
    split.bucket = u16(bucket + k / BUCKET_VALUES);
    split.threshold = equality ? u8(255) : u8(value);
    split.xor = equality ? u8(~value) : u8(0);
  }
}
