import { fieldVector, vectorItems, vectorLength } from "./flatbuffer";
import { MAX_DEPTH, model, Tree } from "./layout";
import { allocateBytes } from "./memory";
import { readNonSymmetricTrees } from "./non-symmetric";
import { BAD_SPLIT, BAD_TREES, fail, failed } from "./status";

/**
 * Reads the trees of the model core. Splits are copied as what they test, leaf values stay in the file.
 * Source: catboost/libs/model/flatbuffers/model.fbs, cpu/evaluator_impl.cpp
 */
export function readTrees(trees: usize): bool {
  const steps = fieldVector(trees, 10, 4);
  const leaves = fieldVector(trees, 8, 8);
  const leafWeights = fieldVector(trees, 9, 8);
  const sizes = fieldVector(trees, 2, 4);
  const starts = fieldVector(trees, 3, 4);
  if (failed()) return false;
  const treeCount = vectorLength(sizes);
  if (vectorLength(starts) !== treeCount || vectorLength(leaves) % model.dimension !== 0) {
    fail(BAD_TREES, trees);
    return false;
  }
  model.trees = allocateBytes(u64(treeCount) * offsetof<Tree>());
  if (model.trees === 0) return false;
  model.treeCount = treeCount;
  model.leafCount = vectorLength(leaves) / model.dimension;
  model.leaves = vectorItems(leaves);
  if (!readLeafWeights(leafWeights)) return false;
  model.symmetric = vectorLength(steps) === 0;
  const splits = fieldVector(trees, 1, 4);
  model.treeSplits = vectorItems(splits);
  model.treeSplitCount = vectorLength(splits);
  return model.symmetric
    ? readSymmetricTrees(splits, sizes, starts, leaves)
    : readNonSymmetricTrees(splits, sizes, starts, leaves, steps, fieldVector(trees, 11, 4));
}

/** Every leaf has a weight, or none has: files of old releases, and models that were saved without. */
function readLeafWeights(weights: usize): bool {
  const count = vectorLength(weights);
  if (count === 0) return true;
  model.leafWeights = vectorItems(weights);
  if (count !== model.leafCount) fail(BAD_TREES, weights);
  return !failed();
}

function readSymmetricTrees(splits: usize, depths: usize, starts: usize, leaves: usize): bool {
  const splitCount = vectorLength(splits);
  const testedSplits = allocateBytes(u64(splitCount) << 2);
  if (testedSplits === 0) return false;
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
  for (let t: u32 = 0; t < model.treeCount; t++) {
    const at = vectorItems(depths) + (usize(t) << 2);
    const depth = load<u32>(at);
    const start = load<u32>(vectorItems(starts) + (usize(t) << 2));
    const fits =
      depth <= MAX_DEPTH &&
      u64(start) + u64(depth) <= u64(splitCount) &&
      u64(leafCount) + (u64(1) << depth) <= u64(model.leafCount);
    if (!fits) {
      fail(BAD_TREES, at);
      return false;
    }
    const tree = changetype<Tree>(model.trees + usize(t) * offsetof<Tree>());
    tree.nodes = testedSplits + (usize(start) << 2);
    tree.depth = depth;
    tree.leaves = vectorItems(leaves) + usize(leafCount) * model.dimension * 8;
    leafCount += 1 << depth;
    model.maxDepth = max(model.maxDepth, depth);
  }
  if (leafCount !== model.leafCount) fail(BAD_TREES, leaves);
  return !failed();
}
