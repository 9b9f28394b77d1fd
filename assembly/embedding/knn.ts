import { fieldBool, fieldI32 } from "../flatbuffer";
import { allocateBytes } from "../memory";
import { readBytes, readerPosition, readSize } from "../reader";
import { BAD_EMBEDDING_CALCER, fail, failed } from "../status";
import { idOf } from "./heap";
import { findNeighbors, neighborsAddress, readIndex } from "./hnsw";
import { EmbeddingCalcer } from "./layout";
import { quantizeOutput } from "./output";

/** Most classes of a calcer. */
const MAX_CLASSES: u32 = 1 << 16;

/** Address of f32: neighbors of each class. */
let votes: usize = 0;
let voteRoom: u32 = 0;

/**
 * Reads a nearest-neighbors calcer: its table of the open FlatBuffer, then targets, index and points behind it.
 *
 *     size n, n × (u32 class or f32) | size b, b bytes index (hnsw.ts) | size n × dimension, f32 each
 *
 * Source: catboost/private/libs/embedding_features/knn.cpp
 */
export function readKnn(calcer: EmbeddingCalcer, table: usize): bool {
  const dimension = u32(fieldI32(table, 0, 0));
  const classCount = u32(fieldI32(table, 1, 0));
  calcer.neighborCount = u32(fieldI32(table, 2, 0));
  calcer.pointCount = u32(fieldI32(table, 3, 0));
  const isClassification = fieldBool(table, 4, true);
  if (failed()) return false;
  if (dimension === 0 || (isClassification && (classCount === 0 || classCount > MAX_CLASSES)))
    return broken(table);
  calcer.dimension = dimension;
  calcer.classCount = isClassification ? classCount : 0;
  return readTargets(calcer) && readPoints(calcer) && checkOutputs(calcer) && reserveVotes(calcer.classCount);
}

function broken(at: usize): bool {
  fail(BAD_EMBEDDING_CALCER, at);
  return false;
}

function readTargets(calcer: EmbeddingCalcer): bool {
  const at = readerPosition();
  const count = readSize();
  calcer.targets = readBytes(count << 2);
  if (failed()) return false;
  if (count !== u64(calcer.pointCount)) return broken(at);
  if (calcer.classCount === 0) return true;
  for (let i: u32 = 0; i < calcer.pointCount; i++) {
    const target = calcer.targets + (usize(i) << 2);
    if (load<u32>(target) >= calcer.classCount) return broken(target);
  }
  return true;
}

function readPoints(calcer: EmbeddingCalcer): bool {
  const indexBytes = readSize();
  const index = readBytes(indexBytes);
  const at = readerPosition();
  const count = readSize();
  calcer.points = readBytes(count << 2);
  if (failed()) return false;
  if (count !== u64(calcer.pointCount) * u64(calcer.dimension)) return broken(at);
  return readIndex(calcer, index, indexBytes);
}

/** Outputs are class numbers; numbers as targets have the one output 0. */
function checkOutputs(calcer: EmbeddingCalcer): bool {
  const baseCount = max(calcer.classCount, 1);
  for (let i: u32 = 0; i < calcer.outputCount; i++) {
    const at = calcer.active + (usize(i) << 2);
    if (load<u32>(at) >= baseCount) return broken(at);
  }
  return true;
}

function reserveVotes(classCount: u32): bool {
  if (classCount > voteRoom) {
    votes = allocateBytes(u64(classCount) << 2);
    voteRoom = classCount;
  }
  return !failed();
}

/** Fills the buckets of the calcer's outputs: neighbors of each class, or the mean of the neighbors' targets. */
export function quantizeKnn(calcer: EmbeddingCalcer, vector: usize, bins: usize, binStride: usize): void {
  const count = findNeighbors(calcer, vector);
  const neighbors = neighborsAddress();
  if (calcer.classCount === 0) {
    const value = meanTarget(calcer, neighbors, count);
    for (let i: u32 = 0; i < calcer.outputCount; i++) quantizeOutput(calcer, i, value, bins, binStride);
    return;
  }
  memory.fill(votes, 0, usize(calcer.classCount) << 2);
  for (let i: u32 = 0; i < count; i++) {
    const target = load<u32>(calcer.targets + (usize(idOf(neighbors, i)) << 2));
    const vote = votes + (usize(target) << 2);
    store<f32>(vote, load<f32>(vote) + 1);
  }
  for (let i: u32 = 0; i < calcer.outputCount; i++) {
    const target = load<u32>(calcer.active + (usize(i) << 2));
    quantizeOutput(calcer, i, load<f32>(votes + (usize(target) << 2)), bins, binStride);
  }
}

/** Summed in f32, the nearest first; 0 of no neighbors. */
function meanTarget(calcer: EmbeddingCalcer, neighbors: usize, count: u32): f32 {
  let sum: f32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    sum += load<f32>(calcer.targets + (usize(idOf(neighbors, i)) << 2));
  }
  return count === 0 ? 0 : sum / f32(count);
}
