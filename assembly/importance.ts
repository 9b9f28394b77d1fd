import {
  convertToPercents,
  Effect,
  effectOf,
  effectsNamed,
  listEffects,
  rankedAt,
  sortEffects,
} from "./effects";
import { BinTest, featureAt, KIND_CATEGORICAL, KIND_FLOAT, model, Node, Tree } from "./layout";
import { limitMemory, unlimitMemory } from "./memory";
import { memoryLimit } from "./model";
import { reserve, Scratch } from "./scratch";
import { NOT_LOADED, OK, resetStatus, status } from "./status";

/**
 * How much each feature changes the predictions (CatBoost's PredictionValuesChange), from leaf values and the weights
 * of leaves. A split moves the values on its two sides away from their mean: the weighted squares of these distances
 * are the effect of what it tests. Sums are in CatBoost's order.
 * Source: catboost/libs/fstr/calc_fstr.cpp, feature_str.h
 */

/** Of a non-symmetric tree: nodeCount f64, weights of what is below each node, then nodeCount × dimension f64, means. */
const scratch = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));
let computed = false;

/**
 * Computes `importance` of all features, once.
 * @returns OK, NOT_LOADED or OUT_OF_MEMORY
 */
export function computeImportances(): i32 {
  resetStatus(model.fileAddress);
  if (!model.loaded) return NOT_LOADED;
  if (computed) return OK;
  limitMemory(memoryLimit(model.fileBytes));
  const hasRoom = reserveNodes() && listEffects();
  unlimitMemory();
  if (!hasRoom) return status();
  computed = true;
  for (let t: u32 = 0; t < model.treeCount; t++) {
    if (model.symmetric) addSymmetric(treeAt(t));
    else addNonSymmetric(treeAt(t));
  }
  // nothing else looks at the weights; a bundle leaves zeros out
  if (model.leafWeights) memory.fill(model.leafWeights, 0, usize(model.leafCount) << 3);
  convertToPercents();
  sortEffects();
  for (let i: u32 = 0; i < effectsNamed(); i++) share(rankedAt(i));
  return OK;
}

/** Makes the scratch fit the largest tree. @returns false with OUT_OF_MEMORY */
function reserveNodes(): bool {
  let most: u32 = 0;
  for (let t: u32 = 0; t < model.treeCount; t++) most = max(most, treeAt(t).nodeCount);
  return reserve(scratch, (u64(most) * (u64(model.dimension) + 1)) << 3);
}

function treeAt(index: u32): Tree {
  return changetype<Tree>(model.trees + usize(index) * offsetof<Tree>());
}

/** Each split of a tree parts pairs of leaves, whose numbers differ in its bit. */
function addSymmetric(tree: Tree): void {
  const leafBytes = usize(model.dimension) << 3;
  const leafCount: u32 = 1 << tree.depth;
  for (let j: u32 = 0; j < tree.depth; j++) {
    const effect = effectOf(load<u32>(tree.nodes + (usize(j) << 2)));
    const bit: u32 = 1 << j;
    for (let number: u32 = 0; number < leafCount; number++) {
      if (number & bit) continue;
      const left = tree.leaves + usize(number) * leafBytes;
      const right = tree.leaves + usize(number | bit) * leafBytes;
      const leftWeight = weightOf(left);
      const rightWeight = weightOf(right);
      if (leftWeight === 0 || rightWeight === 0) continue;
      for (let k: usize = 0; k < leafBytes; k += 8) {
        const a = load<f64>(left + k);
        const b = load<f64>(right + k);
        const mean = (a * leftWeight + b * rightWeight) / (leftWeight + rightWeight);
        effect.value += spread(a, leftWeight, b, rightWeight, mean);
      }
    }
  }
}

/** Each split of a tree parts what is below its node, so nodes go from the last to the first: steps lead ahead. */
function addNonSymmetric(tree: Tree): void {
  const leafBytes = usize(model.dimension) << 3;
  const weights = scratch.address;
  const means = weights + (usize(tree.nodeCount) << 3);
  for (let i = usize(tree.nodeCount); i-- > 0; ) {
    const node = changetype<Node>(tree.nodes + i * offsetof<Node>());
    const at = means + i * leafBytes;
    if (node.leaf) {
      store<f64>(weights + (i << 3), weightOf(node.leaf));
      memory.copy(at, node.leaf, leafBytes);
    }
    if ((node.leftStep | node.rightStep) === 0) continue;
    // a side whose step is 0 is the leaf of the node itself
    const left = i + node.leftStep;
    const right = i + node.rightStep;
    const leftWeight = load<f64>(weights + (left << 3));
    const rightWeight = load<f64>(weights + (right << 3));
    const weight = leftWeight + rightWeight;
    const effect = effectOf(node.split);
    for (let k: usize = 0; k < leafBytes; k += 8) {
      const a = leftWeight === 0 ? 0 : load<f64>(means + left * leafBytes + k);
      const b = rightWeight === 0 ? 0 : load<f64>(means + right * leafBytes + k);
      const mean = (a * leftWeight + b * rightWeight) / (weight === 0 ? 1 : weight);
      effect.value += spread(a, leftWeight, b, rightWeight, mean);
      store<f64>(at + k, mean);
    }
    store<f64>(weights + (i << 3), weight);
  }
}

/** Training rows of a leaf, weighted; 1 where the file does not say. @param leaf address of its values */
function weightOf(leaf: usize): f64 {
  if (model.leafWeights === 0) return 1;
  return load<f64>(model.leafWeights + (leaf - model.leaves) / usize(model.dimension));
}

function spread(a: f64, aWeight: f64, b: f64, bWeight: f64, mean: f64): f64 {
  return (a - mean) * (a - mean) * aWeight + (b - mean) * (b - mean) * bWeight;
}

/** Adds an effect to the features that it is of: all parts of a combination have the same. */
function share(effect: Effect): void {
  const key = effect.key;
  if (changetype<usize>(key) === 0) {
    addImportance(effect.kind, effect.slot, effect.value);
    return;
  }
  const part = effect.value / f64(key.categoryCount + key.testCount);
  for (let i: u32 = 0; i < key.categoryCount; i++) {
    addImportance(KIND_CATEGORICAL, load<u32>(key.categories + (usize(i) << 2)), part);
  }
  for (let i: u32 = 0; i < key.testCount; i++) {
    const test = changetype<BinTest>(key.tests + usize(i) * offsetof<BinTest>());
    addImportance(test.equality ? KIND_CATEGORICAL : KIND_FLOAT, test.slot, part);
  }
}

/** Features are in the order of kinds, then slots. A slot that is none of theirs, in a damaged file, is passed over. */
function addImportance(kind: u32, slot: u32, percent: f64): void {
  let low: u32 = 0;
  let high = model.featureCount;
  while (low < high) {
    const middle = (low + high) >> 1;
    const feature = featureAt(middle);
    if (feature.kind < kind || (feature.kind === kind && feature.slot < slot)) low = middle + 1;
    else high = middle;
  }
  if (low === model.featureCount) return;
  const feature = featureAt(low);
  if (feature.kind === kind && feature.slot === slot) feature.importance += percent;
}
