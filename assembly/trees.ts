import { BLOCK_ROWS, model, Tree } from "./layout";
import { allocateBytes } from "./memory";
import { leafOf } from "./non-symmetric";

/** Rows of one SIMD step. */
const TILE_ROWS: u32 = 16;
/** Trees whose leaf values are added while the sums stay in registers. */
const GROUP_TREES: u32 = 4;

/** Leaf indices of a tile: GROUP_TREES × TILE_ROWS u16. */
const leafIndices = memory.data(128, 16);

/** BLOCK_ROWS bytes for each bucket of the model. */
let bins: usize = 0;

/** @returns the bins of a block, bucket by bucket; 0 with OUT_OF_MEMORY */
export function reserveBlock(): usize {
  if (bins === 0) bins = allocateBytes(u64(model.bucketCount + 1) * BLOCK_ROWS);
  return bins;
}

/**
 * Adds the leaf values of trees, in their order, to the sums of a block of rows. Equals `sumTrees` of each
 * row: lanes are rows or outputs, never trees.
 * @param sums address of BLOCK_ROWS × dimension f64, 0 before
 */
export function sumTreesOfBlock(treeBegin: u32, treeEnd: u32, sums: usize, rowCount: u32): void {
  const begin = model.trees + usize(treeBegin) * offsetof<Tree>();
  const end = model.trees + usize(treeEnd) * offsetof<Tree>();
  if (!model.symmetric) sumNonSymmetric(begin, end, sums, rowCount);
  else if (model.dimension === 1) sumSingleOutput(begin, end, sums, rowCount);
  else sumOutputs(begin, end, sums, rowCount);
}

/** Groups of trees, so that the sums of a tile stay in registers. */
function sumSingleOutput(tree: usize, end: usize, sums: usize, rowCount: u32): void {
  const treeBytes = offsetof<Tree>();
  const groupBytes = usize(GROUP_TREES) * treeBytes;
  for (; tree + groupBytes <= end; tree += groupBytes) {
    for (let row: u32 = 0; row < rowCount; row += TILE_ROWS) {
      for (let t: usize = 0; t < usize(GROUP_TREES); t++) {
        indexTile(changetype<Tree>(tree + t * treeBytes), bins + row, leafIndices + (t << 5));
      }
      addGroup(tree, sums + (usize(row) << 3));
    }
  }
  for (; tree < end; tree += treeBytes) {
    for (let row: u32 = 0; row < rowCount; row += TILE_ROWS) {
      indexTile(changetype<Tree>(tree), bins + row, leafIndices);
      addTree(changetype<Tree>(tree).leaves, sums + (usize(row) << 3));
    }
  }
}

/** Several raw values a row: all of a leaf's values are added at once, two a step. */
function sumOutputs(tree: usize, end: usize, sums: usize, rowCount: u32): void {
  const leafBytes = usize(model.dimension) << 3;
  for (; tree < end; tree += offsetof<Tree>()) {
    const leaves = changetype<Tree>(tree).leaves;
    for (let tile: u32 = 0; tile < rowCount; tile += TILE_ROWS) {
      indexTile(changetype<Tree>(tree), bins + tile, leafIndices);
      for (let row: usize = 0; row < usize(min(TILE_ROWS, rowCount - tile)); row++) {
        const leaf = leaves + usize(load<u16>(leafIndices + (row << 1))) * leafBytes;
        addLeaf(sums + (usize(tile) + row) * leafBytes, leaf, leafBytes);
      }
    }
  }
}

function sumNonSymmetric(tree: usize, end: usize, sums: usize, rowCount: u32): void {
  const leafBytes = usize(model.dimension) << 3;
  for (; tree < end; tree += offsetof<Tree>()) {
    for (let row: usize = 0; row < usize(rowCount); row++) {
      const leaf = leafOf(changetype<Tree>(tree), bins + row, BLOCK_ROWS);
      addLeaf(sums + row * leafBytes, leaf, leafBytes);
    }
  }
}

function addLeaf(sums: usize, leaf: usize, leafBytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= leafBytes; at += 16) {
    v128.store(sums + at, f64x2.add(v128.load(sums + at), v128.load(leaf + at)));
  }
  if (at < leafBytes) store<f64>(sums + at, load<f64>(sums + at) + load<f64>(leaf + at));
}

/**
 * Leaf indices of 16 rows in a tree: bit j is split j, so splits 0 … 7 make the low bytes, 8 … 15 the high.
 *
 *     bins     u8x16  r0 … r15 of the split's bucket
 *     low      u8x16  bits 0 … 7          high  u8x16  bits 8 … 15
 *     indices  u16x8  r0 … r7 | u16x8 r8 … r15
 *
 * @param tileBins address of the tile's bins of bucket 0
 */
function indexTile(tree: Tree, tileBins: usize, indices: usize): void {
  const depth = tree.depth;
  const split = tree.nodes;
  const low = indexByte(split, min(depth, 8), tileBins);
  const high = depth > 8 ? indexByte(split + 32, depth - 8, tileBins) : i8x16.splat(0);
  v128.store(indices, i8x16.shuffle(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  v128.store(
    indices,
    i8x16.shuffle(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
    16,
  );
}

/** Bits of up to 8 splits: bit j where (bin ^ xor) >= threshold. */
function indexByte(split: usize, count: u32, tileBins: usize): v128 {
  let index = i8x16.splat(0);
  let bit: i32 = 1;
  for (let j: u32 = 0; j < count; j++) {
    const bin = v128.load(tileBins + usize(load<u16>(split)) * BLOCK_ROWS);
    const flipped = v128.xor(bin, v128.load8_splat(split, 3));
    const passes = i8x16.ge_u(flipped, v128.load8_splat(split, 2));
    index = v128.or(index, v128.and(passes, i8x16.splat(i8(bit))));
    bit <<= 1;
    split += 4;
  }
  return index;
}

/** Adds the leaves of GROUP_TREES trees to the sums of a tile, two rows a step, tree after tree. */
function addGroup(tree: usize, sums: usize): void {
  const leaves0 = changetype<Tree>(tree).leaves;
  const leaves1 = changetype<Tree>(tree + offsetof<Tree>()).leaves;
  const leaves2 = changetype<Tree>(tree + 2 * offsetof<Tree>()).leaves;
  const leaves3 = changetype<Tree>(tree + 3 * offsetof<Tree>()).leaves;
  for (let pair: usize = 0; pair < usize(TILE_ROWS >> 1); pair++) {
    const indices = leafIndices + (pair << 2);
    const at = sums + (pair << 4);
    let sum = v128.load(at);
    sum = f64x2.add(sum, leafPair(leaves0, load<u16>(indices), load<u16>(indices, 2)));
    sum = f64x2.add(sum, leafPair(leaves1, load<u16>(indices, 32), load<u16>(indices, 34)));
    sum = f64x2.add(sum, leafPair(leaves2, load<u16>(indices, 64), load<u16>(indices, 66)));
    sum = f64x2.add(sum, leafPair(leaves3, load<u16>(indices, 96), load<u16>(indices, 98)));
    v128.store(at, sum);
  }
}

/** Adds the leaves of one tree to the sums of a tile. */
function addTree(leaves: usize, sums: usize): void {
  for (let pair: usize = 0; pair < usize(TILE_ROWS >> 1); pair++) {
    const indices = leafIndices + (pair << 2);
    const at = sums + (pair << 4);
    v128.store(at, f64x2.add(v128.load(at), leafPair(leaves, load<u16>(indices), load<u16>(indices, 2))));
  }
}

/** Leaf values of two rows as f64x2. */
function leafPair(leaves: usize, first: u32, second: u32): v128 {
  const low = v128.load64_zero(leaves + (usize(first) << 3));
  return v128.load64_lane(leaves + (usize(second) << 3), low, 1);
}
