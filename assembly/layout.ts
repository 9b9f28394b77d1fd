/**
 * The model as it is laid out for scoring. Records live in the arena; borders, CTR tables, dictionaries and
 * leaf values stay where they are in the file's bytes, which the instance keeps.
 *
 *     input                      bins, one byte each                     trees
 *     floats  ─ borders ───────► bucket 0 …                              split: bucket, threshold
 *     texts, embeddings
 *             ─ calcers ───────► estimated features' buckets   ───────►  leaf index ─► leaf value
 *     categories ─ values ─────► one-hot buckets
 *                └ CTR tables ─► CTR buckets
 *
 * A feature with n borders or values takes ceil(n / 254) consecutive buckets (spec: 254 = most borders that
 * one byte counts); a float-like bin counts the bucket's borders below the value, a one-hot bin is the
 * 1-based number of the matching value.
 */

/** Most borders or values of one bucket. */
export const BUCKET_VALUES: u32 = 254;
/** Most buckets of a model: split records hold the bucket in 16 bits. */
export const MAX_BUCKETS: u32 = 65536;
/** Most features of a kind, a bound on what a damaged file can ask for. */
export const MAX_SLOTS: u32 = 1 << 20;
/** Deepest symmetric tree: the leaf index is kept in 16 bits. */
export const MAX_DEPTH: u32 = 16;
/** Most raw values of a row, a bound on what a damaged file can ask for. */
export const MAX_DIMENSION: u32 = 1 << 16;
/** Rows that the SIMD path scores together. */
export const BLOCK_ROWS: u32 = 128;

export const KIND_FLOAT: u32 = 0;
export const KIND_CATEGORICAL: u32 = 1;
export const KIND_TEXT: u32 = 2;
export const KIND_EMBEDDING: u32 = 3;

/** What an estimated feature is computed from. */
export const SOURCE_TEXT: u32 = 0;
export const SOURCE_EMBEDDING: u32 = 1;

/** How a float feature met missing values in training. */
export const NAN_NONE: u32 = 0;
export const NAN_MIN: u32 = 1;
export const NAN_MAX: u32 = 2;
export const NAN_FORBIDDEN: u32 = 3;

/** CatBoost's numbers of the CTR types. */
export const CTR_BORDERS: u32 = 0;
export const CTR_BUCKETS: u32 = 1;
export const CTR_BINARIZED_MEAN: u32 = 2;
export const CTR_FLOAT_MEAN: u32 = 3;
export const CTR_COUNTER: u32 = 4;
export const CTR_FEATURE_FREQ: u32 = 5;
/** One bucket of a CTR table (hash-table.ts). */
export const CTR_BUCKET_BYTES: usize = 12;

/** An input feature as the host sees it, in the order of the file: floats, categories, texts, embeddings. */
@unmanaged
export class Feature {
  kind: u32;
  /** Column of a whole row. */
  flatIndex: u32;
  /** Position among the features of its kind. */
  slot: u32;
  used: u32;
  nameAddress: usize;
  nameBytes: u32;
  /** Address of borderCount f32 of a float feature. */
  borders: usize;
  borderCount: u32;
  /** NAN_… of a float feature. */
  nanMode: u32;
  /** Numbers of an embedding; 0 where nothing looks at it. */
  dimension: u32;
  /** In percent; 0 until it is computed (importance.ts). */
  importance: f64;
}

/** What a value is compared with: the part that float, estimated and CTR features have in common. */
@unmanaged
export class Bordered {
  bucket: u32;
  /** Address of borderCount f32, strictly ascending. */
  borders: usize;
  borderCount: u32;
}

/** A used float feature. */
@unmanaged
export class FloatFeature extends Bordered {
  slot: u32;
  /** What stands for NaN: -Infinity or +Infinity. */
  missing: f32;
}

/** One number of a calcer. */
@unmanaged
export class EstimatedFeature extends Bordered {
  source: u32;
  /** Of the text or embedding. */
  slot: u32;
  /** Address of the 16-byte id of the calcer. */
  calcerId: usize;
  /** Position in the calcer's output. */
  output: u32;
  /** Whether a calcer computes it. */
  bound: bool;
}

/** Marks an output of a calcer that no estimated feature takes. */
export const UNBOUND: u32 = u32.MAX_VALUE;

/** What the calcers of texts and of embeddings have in common. */
@unmanaged
export class CalcerOutputs {
  type: u32;
  outputCount: u32;
  /** Address of outputCount u32: the token, class or component of each output. */
  active: usize;
  /** Address of outputCount u32: the estimated feature that takes each, or UNBOUND. */
  outputs: usize;
}

/** A category that is compared with some of its values. */
@unmanaged
export class OneHotFeature {
  slot: u32;
  bucket: u32;
  /** Address of valueCount u32 hashes. */
  values: usize;
  valueCount: u32;
}

/** A test on a bin: a float split is bin >= value, a one-hot split is bin == value. */
@unmanaged
export class BinTest {
  /** Of the float or category. */
  slot: u32;
  bucket: u32;
  value: u32;
  equality: u32;
}

/** What says which table a CTR feature looks into: projection, type and target classifier. */
@unmanaged
export class CtrKey {
  type: u32;
  targetBorderClassifier: u32;
  /** Address of categoryCount u32 slots. */
  categories: usize;
  categoryCount: u32;
  /** Address of testCount BinTest: float splits, then one-hot splits. */
  tests: usize;
  testCount: u32;
  /** Address in the file of a category or split that the model does not have; 0 where all are resolved. */
  unresolved: usize;
  /** Hash of all of the above, to tell keys apart quickly. */
  fingerprint: u64;
}

/** Statistics by projection hash. */
@unmanaged
export class CtrTable {
  key: CtrKey;
  /** Address of mask + 1 buckets: projection hash to record. */
  buckets: usize;
  mask: u32;
  /** Bytes of the stored table. */
  byteCount: u32;
  /** Address of the records, recordBytes each. */
  records: usize;
  recordBytes: u32;
  classCount: u32;
  counterDenominator: i32;
}

/** A CTR value compared with borders. */
@unmanaged
export class CtrFeature extends Bordered {
  /** Shared by neighbours with the same key. */
  key: CtrKey;
  table: CtrTable;
  targetBorder: u32;
  priorNumerator: f32;
  priorDenominator: f32;
  shift: f32;
  scale: f32;
}

/** One split of a tree: (bin ^ xor) >= threshold. Loaded as one u32. */
@unmanaged
export class Split {
  bucket: u16;
  threshold: u8;
  xor: u8;
}

/** A node of a non-symmetric tree. */
@unmanaged
export class Node {
  /** A Split: rows that pass it go right. */
  split: u32;
  /** Nodes to go ahead; 0 where the row has reached its leaf. */
  leftStep: u16;
  rightStep: u16;
  /** Address of the leaf's values, for rows that stay here. */
  leaf: usize;
}

@unmanaged
export class Tree {
  /** Symmetric: address of depth Split, the first one is bit 0 of the leaf index. Else: of its first Node. */
  nodes: usize;
  /** Nodes of a non-symmetric tree. */
  nodeCount: u32;
  /** Levels of splits. */
  depth: u32;
  /** Address of the first leaf: dimension f64, unaligned; the others follow. */
  leaves: usize;
}

/** What a class is called. */
@unmanaged
export class ClassLabel {
  /** 0 integer, 1 float, 2 string, 3 boolean. */
  kind: u32;
  /** Address and bytes of a string, UTF-8. */
  text: usize;
  textBytes: u32;
  /** Value of the other kinds. */
  number: f64;
}

/** Where everything of the loaded model is; one instance holds one model. */
@unmanaged
export class Model {
  loaded: bool;
  fileAddress: usize;
  fileBytes: u32;

  features: usize;
  featureCount: u32;
  /** Address of columnCount u32: 1 + position of the column's feature, 0 where it has none. */
  columns: usize;
  columnCount: u32;
  floatSlots: u32;
  categorySlots: u32;
  textSlots: u32;
  embeddingSlots: u32;

  /** Address of floatCount FloatFeature. */
  floats: usize;
  floatCount: u32;
  /** Address of estimatedCount EstimatedFeature. */
  estimated: usize;
  estimatedCount: u32;
  /** Address of oneHotCount OneHotFeature. */
  oneHots: usize;
  oneHotCount: u32;
  /** Address of ctrCount CtrFeature; those of one table are neighbours. */
  ctrs: usize;
  ctrCount: u32;

  bucketCount: u32;
  floatBucketCount: u32;
  oneHotBucket: u32;
  /** Address of splitCount Split, by split id. */
  splitIds: usize;
  splitIdCount: u32;

  /** Address of treeCount Tree. */
  trees: usize;
  treeCount: u32;
  /** Address of treeSplitCount split ids, of all trees: what they are made of, for who needs its order. */
  treeSplits: usize;
  treeSplitCount: u32;
  /** Address of leafCount × dimension f64, unaligned. */
  leaves: usize;
  /** Address of leafCount f64, unaligned: the training rows of each leaf, weighted; 0 where the file has none. */
  leafWeights: usize;
  leafCount: u32;
  maxDepth: u32;
  symmetric: bool;
  /** Raw values of a row. */
  dimension: u32;
  scale: f64;
  /** Address of dimension f64. */
  biases: usize;

  /** Address of the loss's name, ASCII. */
  loss: usize;
  lossBytes: u32;
  /** Raw value above which the class is 1. */
  classBorder: f64;
  /** Learning rate × model shrink rate; NaN where the training parameters do not say. */
  shrinkage: f32;
  /** Address of labelCount ClassLabel. */
  labels: usize;
  labelCount: u32;
  /** Outputs of a row: more than raw values where training never saw some of the classes. */
  outputCount: u32;
  /** Address of dimension u32, the output of each raw value; 0 where they are the same. */
  outputOf: usize;

  /** Address of the info map: infoCount times (key address, key bytes, value address, value bytes), u32 each. */
  info: usize;
  infoCount: u32;

  /** Address of textFeatureCount TextFeature (text/layout.ts), those with digitizers only. */
  textFeatures: usize;
  textFeatureCount: u32;

  /** Address of embeddingFeatureCount EmbeddingFeature (embedding/layout.ts), those with calcers only. */
  embeddingFeatures: usize;
  embeddingFeatureCount: u32;
  /** Address of EmbeddingCalcer. */
  embeddingCalcers: usize;
}

export const model = changetype<Model>(memory.data(offsetof<Model>(), 16));

export function featureAt(index: u32): Feature {
  return changetype<Feature>(model.features + usize(index) * offsetof<Feature>());
}

export function estimatedAt(index: u32): EstimatedFeature {
  return changetype<EstimatedFeature>(model.estimated + usize(index) * offsetof<EstimatedFeature>());
}
