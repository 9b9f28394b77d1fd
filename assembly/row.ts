import { quantizeCtrs } from "./ctr-value";
import { model, Split, Tree } from "./layout";
import { allocateBytes } from "./memory";
import { quantizeFloats, quantizeOneHots } from "./quantize";
import { quantizeTexts } from "./text/quantize";

/** One byte for each bucket of the model. */
let bins: usize = 0;

/** @returns false with OUT_OF_MEMORY */
export function reserveRow(): bool {
  bins = allocateBytes(u64(model.bucketCount));
  return bins !== 0;
}

/**
 * Raw value of one row: the plain path, which the scalar build uses for every row and the SIMD build for
 * single ones. Inputs are addresses of the row's slot 0; slot s is at s × stride bytes.
 * @returns NaN with OUT_OF_MEMORY
 */
export function scoreRow(floats: usize, categories: usize, texts: usize, stride: usize): f64 {
  quantizeFloats(floats, stride, bins, 1);
  if (model.textFeatureCount) {
    memory.fill(bins + model.floatBucketCount, 0, model.oneHotBucket - model.floatBucketCount);
    if (!quantizeTexts(texts, stride << 1, bins, 1)) return NaN;
  }
  if (model.categorySlots) {
    quantizeOneHots(categories, stride, bins, 1);
    quantizeCtrs(categories, stride, bins, 1);
  }
  return sumTrees();
}

/** Leaf values of all trees, added in their order. Source: catboost/libs/model/cpu/evaluator_impl.cpp */
function sumTrees(): f64 {
  let sum: f64 = 0;
  const end = model.trees + usize(model.treeCount) * offsetof<Tree>();
  for (let at = model.trees; at < end; at += offsetof<Tree>()) {
    const tree = changetype<Tree>(at);
    let leaf: u32 = 0;
    for (let j: u32 = 0; j < tree.depth; j++) {
      const split = changetype<Split>(tree.splits + (usize(j) << 2));
      const bin = u32(load<u8>(bins + usize(split.bucket))) ^ u32(split.xor);
      leaf |= u32(bin >= u32(split.threshold)) << j;
    }
    sum += load<f64>(tree.leaves + (usize(leaf) << 3));
  }
  return sum;
}
