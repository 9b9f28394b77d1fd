import { quantizeCtrs } from "./ctr-value";
import { quantizeEmbeddings } from "./embedding/quantize";
import { model, Split, Tree } from "./layout";
import { allocateBytes } from "./memory";
import { leafOf } from "./non-symmetric";
import { quantizeFloats, quantizeOneHots } from "./quantize";
import { quantizeTexts } from "./text/quantize";

/**
 * One row at a time: the plain path, which the scalar build uses for every row and the SIMD build for single
 * ones. Source: catboost/libs/model/cpu/evaluator_impl.cpp
 */

/** One byte for each bucket of the model, at least one. */
let bins: usize = 0;

/** @returns false with OUT_OF_MEMORY */
export function reserveRow(): bool {
  bins = allocateBytes(u64(model.bucketCount) + 1);
  return bins !== 0;
}

/**
 * Fills the bins of one row. Inputs are addresses of the row's slot 0; slot s is at s × stride bytes.
 * @returns false with OUT_OF_MEMORY or WRONG_DIMENSION
 */
export function quantizeRow(
  floats: usize,
  categories: usize,
  texts: usize,
  embeddings: usize,
  stride: usize,
): bool {
  quantizeFloats(floats, stride, bins, 1);
  if (model.textFeatureCount) {
    memory.fill(bins + model.floatBucketCount, 0, model.oneHotBucket - model.floatBucketCount);
    if (!quantizeTexts(texts, stride << 1, bins, 1)) return false;
  }
  if (!quantizeEmbeddings(embeddings, stride << 1, bins, 1)) return false;
  if (model.categorySlots) {
    quantizeOneHots(categories, stride, bins, 1);
    quantizeCtrs(categories, stride, bins, 1);
  }
  return true;
}

/**
 * Adds up the leaf values of the row that `quantizeRow` read, tree after tree.
 * @param sums address of dimension f64
 */
export function sumTrees(treeBegin: u32, treeEnd: u32, sums: usize): void {
  const end = model.trees + usize(treeEnd) * offsetof<Tree>();
  let at = model.trees + usize(treeBegin) * offsetof<Tree>();
  const dimension = model.dimension;
  if (dimension === 1 && model.symmetric) {
    let sum: f64 = 0;
    for (; at < end; at += offsetof<Tree>()) sum += load<f64>(leafOfRow(changetype<Tree>(at)));
    store<f64>(sums, sum);
    return;
  }
  memory.fill(sums, 0, usize(dimension) << 3);
  for (; at < end; at += offsetof<Tree>()) {
    const tree = changetype<Tree>(at);
    const leaf = model.symmetric ? leafOfRow(tree) : leafOf(tree, bins, 1);
    for (let k: usize = 0; k < usize(dimension) << 3; k += 8) {
      store<f64>(sums + k, load<f64>(sums + k) + load<f64>(leaf + k));
    }
  }
}

/**
 * Numbers of the leaves that the row falls into, counted in each tree from 0.
 * @param indexes address of treeEnd − treeBegin f64
 */
export function indexLeaves(treeBegin: u32, treeEnd: u32, indexes: usize): void {
  const leafBytes = model.dimension << 3;
  for (let t = treeBegin; t < treeEnd; t++) {
    const tree = changetype<Tree>(model.trees + usize(t) * offsetof<Tree>());
    const leaf = model.symmetric ? leafOfRow(tree) : leafOf(tree, bins, 1);
    store<f64>(indexes, f64(u32(leaf - tree.leaves) / leafBytes));
    indexes += 8;
  }
}

/** Address of the values of the leaf of a symmetric tree: the outcomes of its splits are the bits of its number. */
function leafOfRow(tree: Tree): usize {
  let leaf: u32 = 0;
  for (let j: u32 = 0; j < tree.depth; j++) {
    const split = changetype<Split>(tree.nodes + (usize(j) << 2));
    const bin = u32(load<u8>(bins + usize(split.bucket))) ^ u32(split.xor);
    leaf |= u32(bin >= u32(split.threshold)) << j;
  }
  return tree.leaves + usize(leaf) * model.dimension * 8;
}
