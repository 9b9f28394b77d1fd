import { fieldF64, fieldVector, vectorItems, vectorLength } from "./flatbuffer";
import { MAX_DEPTH, model, Tree } from "./layout";
import { allocateBytes } from "./memory";
import { BAD_SCALE, BAD_SPLIT, BAD_TREES, fail, failed, UNSUPPORTED_NON_SYMMETRIC } from "./status";

/**
 * Reads the symmetric trees of the model core. Splits are copied as what they test, leaf values stay in the
 * file. Source: catboost/libs/model/flatbuffers/model.fbs, cpu/evaluator_impl.cpp
 */
export function readTrees(trees: usize): bool {
  const splits = fieldVector(trees, 1, 4);
  const depths = fieldVector(trees, 2, 4);
  const starts = fieldVector(trees, 3, 4);
  const leaves = fieldVector(trees, 8, 8);
  const steps = fieldVector(trees, 10, 4);
  if (failed()) return false;
  if (vectorLength(steps) > 0) {
    fail(UNSUPPORTED_NON_SYMMETRIC, steps);
    return false;
  }
  const treeCount = vectorLength(depths);
  if (vectorLength(starts) !== treeCount) {
    fail(BAD_TREES, trees);
    return false;
  }
  const splitCount = vectorLength(splits);
  const testedSplits = allocateBytes(u64(splitCount) << 2);
  model.trees = allocateBytes(u64(treeCount) * offsetof<Tree>());
  if (testedSplits === 0 || model.trees === 0) return false;
  for (let i: u32 = 0; i < splitCount; i++) {
    const at = vectorItems(splits) + (usize(i) << 2);
    const id = load<u32>(at);
    if (id >= model.splitIdCount) {
      fail(BAD_SPLIT, at);
      return false;
    }
    store<u32>(testedSplits + (usize(i) << 2), load<u32>(model.splitIds + (usize(id) << 2)));
  }
  let leafCount: u32 = 0;
  for (let t: u32 = 0; t < treeCount; t++) {
    const at = vectorItems(depths) + (usize(t) << 2);
    const depth = load<u32>(at);
    const start = load<u32>(vectorItems(starts) + (usize(t) << 2));
    const fits =
      depth <= MAX_DEPTH &&
      u64(start) + u64(depth) <= u64(splitCount) &&
      u64(leafCount) + (u64(1) << depth) <= u64(vectorLength(leaves));
    if (!fits) {
      fail(BAD_TREES, at);
      return false;
    }
    const tree = changetype<Tree>(model.trees + usize(t) * offsetof<Tree>());
    tree.splits = testedSplits + (usize(start) << 2);
    tree.depth = depth;
    tree.leaves = vectorItems(leaves) + (usize(leafCount) << 3);
    leafCount += 1 << depth;
    model.maxDepth = max(model.maxDepth, depth);
  }
  if (leafCount !== vectorLength(leaves)) fail(BAD_TREES, leaves);
  model.treeCount = treeCount;
  model.leafCount = leafCount;
  return !failed() && readScaleAndBias(trees);
}

/** Source: catboost/libs/model/scale_and_bias.cpp */
function readScaleAndBias(trees: usize): bool {
  const biases = fieldVector(trees, 16, 8);
  model.scale = fieldF64(trees, 14, 1);
  model.bias = fieldF64(trees, 15, 0);
  if (vectorLength(biases) > 0) {
    if (vectorLength(biases) !== model.dimension) {
      fail(BAD_SCALE, biases);
      return false;
    }
    model.bias = load<f64>(vectorItems(biases));
  }
  return !failed();
}

/** Applies scale and bias to sums of leaf values; multiplication and addition are rounded apart. */
export function scaleAndBias(sums: usize, rowCount: u32): void {
  const bias = model.bias;
  // without trees the result is the bias alone
  const scale: f64 = model.treeCount ? model.scale : 1;
  if (scale === 1 && bias === 0) return;
  for (let row: usize = 0; row < usize(rowCount); row++) {
    const at = sums + (row << 3);
    const sum = load<f64>(at);
    // adding a bias of 0 would turn -0 into 0
    store<f64>(at, bias === 0 ? sum * scale : scale === 1 ? sum + bias : scale * sum + bias);
  }
}
