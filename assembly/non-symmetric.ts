import { vectorItems, vectorLength } from "./flatbuffer";
import { model, Node, Tree } from "./layout";
import { allocateBytes } from "./memory";
import { BAD_SPLIT, BAD_TREES, fail } from "./status";

/**
 * Non-symmetric trees (Lossguide, Depthwise): nodes in one list, each with the way to its children.
 *
 *     steps of a node:  u16 left, u16 right        nodes ahead; 0: a row that goes this way has its leaf here
 *
 * So a node is inner, a leaf, or inner on one side and a leaf on the other. Steps lead ahead and stay in
 * the tree, so a walk ends.
 * Source: catboost/libs/model/model.h (TNonSymmetricTreeStepNode), cpu/evaluator_impl.cpp
 */

/**
 * @param splits, steps, leafIds a split id, a step and the number of the leaf's first value for each node
 * @param sizes, starts nodes and first node of each tree
 */
export function readNonSymmetricTrees(
  splits: usize,
  sizes: usize,
  starts: usize,
  leaves: usize,
  steps: usize,
  leafIds: usize,
): bool {
  const nodeCount = vectorLength(steps);
  if (vectorLength(splits) !== nodeCount || vectorLength(leafIds) !== nodeCount) {
    fail(BAD_TREES, steps);
    return false;
  }
  const nodes = allocateBytes(u64(nodeCount) * offsetof<Node>());
  const depths = allocateBytes(u64(nodeCount) << 2);
  if (nodes === 0 || depths === 0) return false;
  for (let i: u32 = 0; i < nodeCount; i++) {
    const node = changetype<Node>(nodes + usize(i) * offsetof<Node>());
    const at = vectorItems(steps) + (usize(i) << 2);
    node.leftStep = load<u16>(at);
    node.rightStep = load<u16>(at, 2);
    const isInner = (node.leftStep | node.rightStep) !== 0;
    const isLeaf = node.leftStep === 0 || node.rightStep === 0;
    if (isInner && !readSplit(node, vectorItems(splits) + (usize(i) << 2))) return false;
    if (isLeaf && !readLeaf(node, vectorItems(leafIds) + (usize(i) << 2), leaves)) return false;
  }
  for (let t: u32 = 0; t < model.treeCount; t++) {
    const at = vectorItems(sizes) + (usize(t) << 2);
    const size = load<u32>(at);
    const start = load<u32>(vectorItems(starts) + (usize(t) << 2));
    const tree = changetype<Tree>(model.trees + usize(t) * offsetof<Tree>());
    tree.nodes = nodes + usize(start) * offsetof<Node>();
    tree.nodeCount = size;
    if (size === 0 || u64(start) + u64(size) > u64(nodeCount) || !closeTree(tree, size, depths)) {
      fail(BAD_TREES, at);
      return false;
    }
    model.maxDepth = max(model.maxDepth, tree.depth);
  }
  return true;
}

function readSplit(node: Node, at: usize): bool {
  const id = load<u32>(at);
  if (id >= model.splitIdCount) {
    fail(BAD_SPLIT, at);
    return false;
  }
  node.split = load<u32>(model.splitIds + (usize(id) << 2));
  return true;
}

function readLeaf(node: Node, at: usize, leaves: usize): bool {
  const id = load<u32>(at);
  if (u64(id) + u64(model.dimension) > u64(vectorLength(leaves)) || id % model.dimension !== 0) {
    fail(BAD_TREES, at);
    return false;
  }
  node.leaf = vectorItems(leaves) + (usize(id) << 3);
  return true;
}

/** Finds depth and first leaf of a tree; no step may lead out of it. @param depths scratch, size u32 */
function closeTree(tree: Tree, size: u32, depths: usize): bool {
  memory.fill(depths, 0, usize(size) << 2);
  let firstLeaf = usize.MAX_VALUE;
  let depthMax: u32 = 0;
  for (let i: u32 = 0; i < size; i++) {
    const node = changetype<Node>(tree.nodes + usize(i) * offsetof<Node>());
    const isInner = (node.leftStep | node.rightStep) !== 0;
    const below = load<u32>(depths + (usize(i) << 2)) + 1;
    if (isInner) depthMax = max(depthMax, below);
    if (node.leaf !== 0) firstLeaf = min(firstLeaf, node.leaf);
    for (let side: u32 = 0; side < 2; side++) {
      const step = u32(side === 0 ? node.leftStep : node.rightStep);
      if (step >= size - i) return false;
      const child = depths + (usize(i + step) << 2);
      if (step > 0) store<u32>(child, max(load<u32>(child), below));
    }
  }
  tree.depth = depthMax;
  tree.leaves = firstLeaf;
  return true;
}

/**
 * Walks a row down a tree.
 * @param bins address of the row's bin of bucket 0; bucket b is at b × binStride bytes
 * @returns address of the values of its leaf
 */
export function leafOf(tree: Tree, bins: usize, binStride: usize): usize {
  let node = changetype<Node>(tree.nodes);
  while (true) {
    // the split's bucket, threshold and xor (layout.ts)
    const split = node.split;
    const bin = u32(load<u8>(bins + usize(split & 0xffff) * binStride)) ^ (split >> 24);
    const step = usize(bin >= ((split >> 16) & 0xff) ? node.rightStep : node.leftStep);
    if (step === 0) return node.leaf;
    node = changetype<Node>(changetype<usize>(node) + step * offsetof<Node>());
  }
}
