import { quantizeCtrs } from "./ctr-value";
import { quantizeEmbeddings } from "./embedding/quantize";
import { BLOCK_ROWS, model } from "./layout";
import { allocateBytes } from "./memory";
import { quantizeFloatBlock, quantizeOneHots } from "./quantize";
import { indexLeaves, quantizeRow, sumTrees } from "./row";
import { scaleAndBias } from "./scale";
import { failed, NOT_LOADED, OK, resetStatus, status } from "./status";
import { quantizeTexts } from "./text/quantize";
import { reserveBlock, sumTreesOfBlock } from "./trees";

/**
 * From so many rows on the SIMD path is taken: below, a block's empty rows cost more than it gains. Measured on a
 * model of the plates, EPYC, Node 20.20: 4 rows 1.45 against 1.98 us a row.
 */
const BLOCK_FROM: u32 = 4;
/** Bytes that a SIMD load may reach beyond the input of the last row. */
const SLACK: u64 = 64;

let rowRoom: u32 = 0;
let floats: usize = 0;
let categories: usize = 0;
let texts: usize = 0;
/** Sums of leaf values, rows × dimension f64. */
let embeddings: usize = 0;
let sums: usize = 0;

/**
 * Makes the input blocks fit rowCount rows; addresses may change.
 * @returns OK, NOT_LOADED or OUT_OF_MEMORY
 */
export function reserveRows(rowCount: u32): i32 {
  resetStatus(model.fileAddress);
  if (!model.loaded) return NOT_LOADED;
  if (rowCount <= rowRoom) return OK;
  const rows = u64(max(rowCount, rowRoom << 1));
  floats = allocateBytes(rows * u64(model.floatSlots) * 4 + SLACK);
  categories = allocateBytes(rows * u64(model.categorySlots) * 4);
  texts = allocateBytes(rows * u64(model.textSlots) * 8);
  embeddings = allocateBytes(rows * u64(model.embeddingSlots) * 8);
  sums = allocateBytes((rows + BLOCK_ROWS) * u64(model.dimension) * 8);
  if (!failed()) rowRoom = u32(rows);
  return status();
}

/** Whether the input blocks have room for rowCount rows. */
export function hasRoom(rowCount: u32): bool {
  return rowCount <= rowRoom;
}

export function floatsAddress(): usize {
  return floats;
}

export function categoriesAddress(): usize {
  return categories;
}

export function textsAddress(): usize {
  return texts;
}

export function embeddingsAddress(): usize {
  return embeddings;
}

/**
 * Raw values of the rows of the input blocks.
 * @returns address of rowCount × dimension f64; 0 with OUT_OF_MEMORY or WRONG_DIMENSION
 */
export function scoreRows(rowCount: u32, treeBegin: u32, treeEnd: u32): usize {
  if (ASC_FEATURE_SIMD && rowCount >= BLOCK_FROM) {
    for (let row: u32 = 0; row < rowCount; row += BLOCK_ROWS) {
      if (!scoreBlock(row, min(BLOCK_ROWS, rowCount - row), rowCount, treeBegin, treeEnd)) return 0;
    }
  } else {
    const rowBytes = usize(model.dimension) << 3;
    for (let row: u32 = 0; row < rowCount; row++) {
      if (!quantizeRowAt(row, rowCount)) return 0;
      sumTrees(treeBegin, treeEnd, sums + usize(row) * rowBytes);
    }
  }
  scaleAndBias(sums, rowCount, treeBegin === 0);
  return sums;
}

/**
 * Numbers of the leaves of the rows of the input blocks.
 * @param indexes address of rowCount × (treeEnd − treeBegin) f64
 * @returns false with OUT_OF_MEMORY or WRONG_DIMENSION
 */
export function indexRows(rowCount: u32, treeBegin: u32, treeEnd: u32, indexes: usize): bool {
  for (let row: u32 = 0; row < rowCount; row++) {
    if (!quantizeRowAt(row, rowCount)) return false;
    indexLeaves(treeBegin, treeEnd, indexes);
    indexes += usize(treeEnd - treeBegin) << 3;
  }
  return true;
}

function quantizeRowAt(row: usize, rowCount: usize): bool {
  const small = row << 2;
  const large = row << 3;
  return quantizeRow(floats + small, categories + small, texts + large, embeddings + large, rowCount << 2);
}

/** Raw sums of up to BLOCK_ROWS rows from `first` on; slot s of a row is s × rowCount items on. */
function scoreBlock(first: u32, count: u32, rowCount: u32, treeBegin: u32, treeEnd: u32): bool {
  const bins = reserveBlock();
  if (bins === 0) return false;
  const stride = usize(rowCount) << 2;
  const rowBytes = usize(model.dimension) << 3;
  const blockSums = sums + usize(first) * rowBytes;
  memory.fill(blockSums, 0, usize(BLOCK_ROWS) * rowBytes);
  quantizeFloatBlock(floats + (usize(first) << 2), stride, count, bins);
  if (model.textFeatureCount) {
    const estimatedBuckets = model.oneHotBucket - model.floatBucketCount;
    memory.fill(bins + usize(model.floatBucketCount) * BLOCK_ROWS, 0, usize(estimatedBuckets) * BLOCK_ROWS);
    for (let row: usize = 0; row < usize(count); row++) {
      const rowTexts = texts + ((usize(first) + row) << 3);
      if (!quantizeTexts(rowTexts, stride << 1, bins + row, BLOCK_ROWS)) return false;
    }
  }
  if (model.embeddingFeatureCount) {
    for (let row: usize = 0; row < usize(count); row++) {
      const rowEmbeddings = embeddings + ((usize(first) + row) << 3);
      if (!quantizeEmbeddings(rowEmbeddings, stride << 1, bins + row, BLOCK_ROWS)) return false;
    }
  }
  if (model.categorySlots) {
    for (let row: usize = 0; row < usize(count); row++) {
      const rowCategories = categories + ((usize(first) + row) << 2);
      quantizeOneHots(rowCategories, stride, bins + row, BLOCK_ROWS);
      quantizeCtrs(rowCategories, stride, bins + row, BLOCK_ROWS);
    }
  }
  sumTreesOfBlock(treeBegin, treeEnd, blockSums, count);
  return true;
}
