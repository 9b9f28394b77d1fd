import { allocateBytes } from "../memory";
import { BAD_EMBEDDING_CALCER, fail } from "../status";
import { squaredDistance } from "./distance";
import { ITEM_BYTES, idOf, keyOf, popItem, pushItem, sortHeap } from "./heap";
import { EmbeddingCalcer, Level } from "./layout";

/** Nearest points that a search keeps while it goes on. */
const SEARCH_WIDTH: u32 = 300;

/** Points that a search has room for. */
let pointRoom: u32 = 0;
/** Address of pointRoom u32: number of the last search that came to a point. */
let visits: usize = 0;
let searchNumber: u32 = 0;
/** Heap of points whose neighbors are to be looked at; keys are distances with the sign turned. */
let candidates: usize = 0;
/** Heap of the nearest points found, SEARCH_WIDTH and one more; keys are distances. */
let nearest: usize = 0;

/**
 * Lays out the index of a calcer's points.
 *
 *     u32 most neighbors m | u32 number of levels | u32 points of each level
 *     of each level: for each point min(m, points of the level - 1) u32, its neighbors
 *
 * A level has the first points only, level 0 all of them, each level no more than the one before.
 * Source: library/cpp/online_hnsw/base/index_reader.cpp
 */
export function readIndex(calcer: EmbeddingCalcer, index: usize, byteCount: u64): bool {
  const wordCount = byteCount >> 2;
  if (wordCount < 2 || (byteCount & 3) !== 0) return broken(index);
  const levelCount = load<u32>(index, 4);
  if (u64(levelCount) > wordCount - 2) return broken(index);
  calcer.levelCount = levelCount;
  calcer.levels = allocateBytes(u64(levelCount) * offsetof<Level>());
  if (calcer.levels === 0) return false;
  let rows = index + 8 + (usize(levelCount) << 2);
  const end = index + usize(byteCount);
  let sizeBefore = calcer.pointCount;
  for (let i: u32 = 0; i < levelCount; i++) {
    const at = index + 8 + (usize(i) << 2);
    const size = load<u32>(at);
    if (size === 0 || size > sizeBefore || (i === 0 && size !== calcer.pointCount)) return broken(at);
    const level = changetype<Level>(calcer.levels + usize(i) * offsetof<Level>());
    level.neighbors = rows;
    level.neighborCount = min(load<u32>(index), size - 1);
    const rowBytes = (u64(size) * u64(level.neighborCount)) << 2;
    if (rowBytes > u64(end - rows)) return broken(at);
    const rowsEnd = rows + usize(rowBytes);
    for (; rows < rowsEnd; rows += 4) {
      if (load<u32>(rows) >= size) return broken(rows);
    }
    sizeBefore = size;
  }
  return rows === end ? reserveSearch(calcer.pointCount) : broken(rows);
}

function broken(at: usize): bool {
  fail(BAD_EMBEDDING_CALCER, at);
  return false;
}

function reserveSearch(pointCount: u32): bool {
  if (nearest === 0) nearest = allocateBytes(u64(SEARCH_WIDTH + 1) * ITEM_BYTES);
  if (pointCount > pointRoom) {
    visits = allocateBytes(u64(pointCount) << 2);
    candidates = allocateBytes(u64(pointCount) * ITEM_BYTES);
    pointRoom = pointCount;
  }
  return nearest !== 0 && (pointRoom === 0 || (visits !== 0 && candidates !== 0));
}

/** Address of the items that `findNeighbors` found. */
export function neighborsAddress(): usize {
  return nearest;
}

/**
 * Finds the nearest neighbors of a vector, about: greedily down the levels, then from point to point in level 0
 * while that leads to any among the SEARCH_WIDTH nearest so far. Distances that are NaN are less than none.
 * @returns how many there are, at most neighborCount; the nearest comes first
 * Source: library/cpp/hnsw/index/index_base.h
 */
export function findNeighbors(calcer: EmbeddingCalcer, vector: usize): u32 {
  if (calcer.levelCount === 0) return 0;
  if (++searchNumber === 0) {
    memory.fill(visits, 0, usize(pointRoom) << 2);
    searchNumber = 1;
  }
  const entry = descend(calcer, vector);
  let nearestCount = searchLevel(calcer, vector, entry);
  while (nearestCount > calcer.neighborCount) popItem(nearest, nearestCount--);
  sortHeap(nearest, nearestCount);
  return nearestCount;
}

/** The point of level 1 that no neighbor is nearer than, on a greedy way down from the top. */
function descend(calcer: EmbeddingCalcer, vector: usize): u32 {
  let entry: u32 = 0;
  let entryDistance = distanceTo(calcer, vector, entry);
  for (let i = calcer.levelCount - 1; i > 0; i--) {
    const level = levelAt(calcer, i);
    let before = entry;
    do {
      before = entry;
      const row = neighborsOf(level, entry);
      for (let k: u32 = 0; k < level.neighborCount; k++) {
        const id = load<u32>(row + (usize(k) << 2));
        const distance = distanceTo(calcer, vector, id);
        if (!(distance < entryDistance)) continue;
        entryDistance = distance;
        entry = id;
      }
    } while (entry !== before);
  }
  return entry;
}

/** Searches level 0 from a point on. @returns how many points are in `nearest` */
function searchLevel(calcer: EmbeddingCalcer, vector: usize, entry: u32): u32 {
  const level = levelAt(calcer, 0);
  const entryDistance = distanceTo(calcer, vector, entry);
  let nearestCount: u32 = 0;
  let candidateCount: u32 = 0;
  pushItem(nearest, nearestCount++, entryDistance, entry);
  pushItem(candidates, candidateCount++, -entryDistance, entry);
  store<u32>(visits + (usize(entry) << 2), searchNumber);
  while (candidateCount > 0) {
    const distance = -keyOf(candidates, 0);
    const row = neighborsOf(level, idOf(candidates, 0));
    popItem(candidates, candidateCount--);
    if (keyOf(nearest, 0) < distance) break;
    for (let k: u32 = 0; k < level.neighborCount; k++) {
      const id = load<u32>(row + (usize(k) << 2));
      const visit = visits + (usize(id) << 2);
      if (load<u32>(visit) === searchNumber) continue;
      store<u32>(visit, searchNumber);
      const idDistance = distanceTo(calcer, vector, id);
      if (nearestCount === SEARCH_WIDTH && !(idDistance < keyOf(nearest, 0))) continue;
      pushItem(nearest, nearestCount++, idDistance, id);
      pushItem(candidates, candidateCount++, -idDistance, id);
      if (nearestCount > SEARCH_WIDTH) popItem(nearest, nearestCount--);
    }
  }
  return nearestCount;
}

function levelAt(calcer: EmbeddingCalcer, index: u32): Level {
  return changetype<Level>(calcer.levels + usize(index) * offsetof<Level>());
}

function neighborsOf(level: Level, id: u32): usize {
  return level.neighbors + ((usize(id) * usize(level.neighborCount)) << 2);
}

function distanceTo(calcer: EmbeddingCalcer, vector: usize, id: u32): f32 {
  const point = calcer.points + ((usize(id) * usize(calcer.dimension)) << 2);
  return squaredDistance(vector, point, calcer.dimension);
}
