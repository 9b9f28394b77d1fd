import { vectorLength } from "../flatbuffer";
import { NOT_FOUND } from "../hash-table";
import { allocateBytes } from "../memory";
import { readBytes, readSize } from "../reader";
import { BAD_CALCER, fail, failed } from "../status";
import { scoredId } from "./dictionary";
import { Calcer, Frequency } from "./layout";

/** Marks a bucket without a token. */
const EMPTY: u32 = u32.MAX_VALUE;
const BUCKET_BYTES: usize = 8;
/** Most classes of a calcer. */
const MAX_CLASSES: u32 = 1 << 16;

/** Takes the number of classes, which the vector of the classes' totals must have too. */
export function takeClasses(calcer: Calcer, classCount: u32, classTotals: usize): bool {
  if (failed()) return false;
  if (classCount === 0 || classCount > MAX_CLASSES || vectorLength(classTotals) !== classCount) {
    fail(BAD_CALCER, classTotals);
    return false;
  }
  calcer.classCount = classCount;
  return true;
}

/**
 * Reads the table of each class, token → how often the class has seen it, and lists them by token.
 *
 *     size classes | each: u64 × 3 | size buckets | buckets: u32 token, u32 count | u32 × 2
 *
 * Source: catboost/private/libs/text_features/helpers.h, library/cpp/containers/dense_hash
 */
export function readFrequencies(calcer: Calcer): bool {
  const classCount = calcer.classCount;
  const tables = allocateBytes(u64(classCount) << 3);
  const tableCount = readSize();
  if (failed()) return false;
  if (tableCount !== u64(classCount)) {
    fail(BAD_CALCER, calcer.active);
    return false;
  }
  for (let k: u32 = 0; k < classCount; k++) {
    readBytes(24);
    const bucketCount = readSize();
    const table = tables + (usize(k) << 3);
    store<u32>(table, u32(readBytes(bucketCount << 3)));
    store<u32>(table, u32(bucketCount), 4);
    readBytes(8);
    if (failed()) return false;
  }
  return listByToken(calcer, tables);
}

/** Counts the classes of each token, then lists them from the last class to the first. */
function listByToken(calcer: Calcer, tables: usize): bool {
  const limit = calcer.dictionary.idLimit;
  calcer.firstFrequencies = allocateBytes((u64(limit) + 1) << 2);
  if (calcer.firstFrequencies === 0) return false;
  for (let k: u32 = 0; k < calcer.classCount; k++) countTokens(calcer, tables + (usize(k) << 3));
  let total: u32 = 0;
  for (let id: u32 = 0; id <= limit; id++) {
    const first = calcer.firstFrequencies + (usize(id) << 2);
    total += load<u32>(first);
    store<u32>(first, total);
  }
  calcer.frequencies = allocateBytes(u64(total) * offsetof<Frequency>());
  if (calcer.frequencies === 0) return false;
  for (let k = calcer.classCount; k > 0; k--) listTokens(calcer, tables + (usize(k - 1) << 3), k - 1);
  return true;
}

function countTokens(calcer: Calcer, table: usize): void {
  const end = tableEnd(table);
  for (let bucket = usize(load<u32>(table)); bucket < end; bucket += BUCKET_BYTES) {
    const id = bucketId(calcer, bucket);
    if (id === NOT_FOUND) continue;
    const first = calcer.firstFrequencies + (usize(id) << 2);
    store<u32>(first, load<u32>(first) + 1);
  }
}

/** Puts each token of a class in front of those of the classes listed before. */
function listTokens(calcer: Calcer, table: usize, classIndex: u32): void {
  const end = tableEnd(table);
  for (let bucket = usize(load<u32>(table)); bucket < end; bucket += BUCKET_BYTES) {
    const id = bucketId(calcer, bucket);
    if (id === NOT_FOUND) continue;
    const first = calcer.firstFrequencies + (usize(id) << 2);
    const place = load<u32>(first) - 1;
    store<u32>(first, place);
    const frequency = frequencyAt(calcer, place);
    frequency.classIndex = classIndex;
    frequency.count = load<u32>(bucket, 4);
  }
}

/** Address behind the last bucket of a table. */
function tableEnd(table: usize): usize {
  return usize(load<u32>(table)) + usize(load<u32>(table, 4)) * BUCKET_BYTES;
}

/** Id of the token in a bucket; NOT_FOUND where there is none or the dictionary never gives it. */
function bucketId(calcer: Calcer, bucket: usize): u32 {
  const stored = load<u32>(bucket);
  return stored === EMPTY ? NOT_FOUND : scoredId(calcer.dictionary, stored);
}

export function frequencyAt(calcer: Calcer, index: u32): Frequency {
  return changetype<Frequency>(calcer.frequencies + usize(index) * offsetof<Frequency>());
}

/** Number of the first Frequency of a token id; those of the id end where the next one's begin. */
export function firstFrequency(calcer: Calcer, id: u32): u32 {
  return load<u32>(calcer.firstFrequencies + (usize(id) << 2));
}
