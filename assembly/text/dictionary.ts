import { fieldI32, fieldTable, fieldU8, openFlatBuffer } from "../flatbuffer";
import { murmurHash64 } from "../hash";
import { allocateBytes } from "../memory";
import { readBytes, readerPosition, readU64 } from "../reader";
import { BAD_DICTIONARY, fail, failed, UNSUPPORTED_LETTER_DICTIONARY } from "../status";
import { Dictionary, HashTable } from "./layout";
import { tokenAddress, tokenBytes } from "./tokenizer";

const NOT_FOUND: u32 = u32.MAX_VALUE;
const EMPTY: u64 = u64.MAX_VALUE;
const LEVEL_LETTER: u32 = 1;
/** Longest gram; CatBoost allows any, in practice at most 5 are used. */
const MAX_GRAM_ORDER: u32 = 64;

/** "MMapDictionary" and two zero bytes, as two u64. */
const MAGIC_LOW: u64 = 0x7463694470614d4d;
const MAGIC_HIGH: u64 = 0x00007972616e6f69;

/** Ids of the text at hand, and the internal ids of its tokens. */
let ids: usize = 0;
let internalIds: usize = 0;
let idRoom: u32 = 0;

const gram = memory.data(256, 16);

/**
 * Reads a dictionary's body behind its id.
 *
 *     16 bytes magic | u64 total | u64 n, n bytes FlatBuffer | u64 bytes, u64 seed, hash table [twice for grams]
 *
 * Source: library/cpp/text_processing/dictionary/mmap_frequency_based_dictionary.cpp
 */
export function readDictionary(): Dictionary {
  const none = changetype<Dictionary>(0);
  const at = readerPosition();
  const magic = readBytes(16);
  const start = readerPosition();
  const total = readU64();
  const metaBytes = readU64();
  const meta = readBytes(metaBytes);
  const record = allocateBytes(offsetof<Dictionary>());
  if (failed()) return none;
  if (load<u64>(magic) !== MAGIC_LOW || load<u64>(magic, 8) !== MAGIC_HIGH) {
    fail(BAD_DICTIONARY, at);
    return none;
  }
  const root = openFlatBuffer(meta, usize(metaBytes));
  const options = fieldTable(root, 1);
  const level = fieldU8(options, 0, 0);
  const dictionary = changetype<Dictionary>(record);
  dictionary.gramOrder = u32(fieldI32(options, 1, 1));
  dictionary.skipStep = u32(fieldI32(options, 2, 0));
  dictionary.endOfSentence = fieldU8(options, 5, 0);
  dictionary.endOfSentenceId = u32(fieldI32(root, 3, 0));
  if (failed()) return none;
  if (level === LEVEL_LETTER) {
    fail(UNSUPPORTED_LETTER_DICTIONARY, at);
    return none;
  }
  if (dictionary.gramOrder - 1 >= MAX_GRAM_ORDER) {
    fail(BAD_DICTIONARY, meta);
    return none;
  }
  dictionary.words = readHashTable();
  let idTable = dictionary.words;
  if (dictionary.gramOrder > 1) {
    dictionary.grams = readHashTable();
    idTable = dictionary.grams;
  }
  if (failed()) return none;
  if (u64(readerPosition() - start) !== total) {
    fail(BAD_DICTIONARY, start);
    return none;
  }
  return limitIds(dictionary, idTable) ? dictionary : none;
}

/** u64 bytes, u64 seed, 2^m buckets, one of them empty. */
function readHashTable(): HashTable {
  const record = allocateBytes(offsetof<HashTable>());
  const byteCount = readU64();
  const seed = readU64();
  const buckets = readBytes(byteCount);
  const none = changetype<HashTable>(0);
  if (failed()) return none;
  const bucketCount = byteCount >> 4;
  const table = changetype<HashTable>(record);
  table.seed = seed;
  table.buckets = buckets;
  table.mask = u32(bucketCount) - 1;
  let hasEmpty = false;
  for (let at = buckets; at < buckets + usize(byteCount & ~15); at += 16) {
    if (load<u64>(at) === EMPTY) hasEmpty = true;
  }
  if ((byteCount & 15) !== 0 || (bucketCount & u64(table.mask)) !== 0 || !hasEmpty) {
    fail(BAD_DICTIONARY, buckets);
    return none;
  }
  return table;
}

/** Ids count from 0 without gaps, so none is beyond the number of buckets. */
function limitIds(dictionary: Dictionary, table: HashTable): bool {
  let limit: u32 = 0;
  for (let i: u32 = 0; i <= table.mask; i++) {
    const bucket = table.buckets + (usize(i) << 4);
    if (load<u64>(bucket) === EMPTY) continue;
    const id = load<u32>(bucket, 8);
    if (id > table.mask) {
      fail(BAD_DICTIONARY, bucket);
      return false;
    }
    limit = max(limit, id + 1);
  }
  if (dictionary.endOfSentence && dictionary.gramOrder === 1) {
    if (dictionary.endOfSentenceId > table.mask + 2) {
      fail(BAD_DICTIONARY, table.buckets);
      return false;
    }
    limit = max(limit, dictionary.endOfSentenceId + 1);
  }
  dictionary.idLimit = limit;
  return true;
}

/** Makes room for the ids of a text of tokenCount tokens. @returns false with OUT_OF_MEMORY */
export function reserveIds(tokenCount: u32): bool {
  const most = tokenCount + 1;
  if (most <= idRoom) return true;
  idRoom = max(most, idRoom << 1);
  ids = allocateBytes(u64(idRoom) << 2);
  internalIds = allocateBytes(u64(idRoom) << 2);
  return ids !== 0 && internalIds !== 0;
}

/**
 * Looks the tokens at hand up; unknown ones are dropped. The ids, not sorted, are at `idsAddress()`.
 * @returns number of ids
 */
export function digitize(dictionary: Dictionary, tokenCount: u32): u32 {
  return dictionary.gramOrder === 1
    ? digitizeWords(dictionary, tokenCount)
    : digitizeGrams(dictionary, tokenCount);
}

/** Address of the ids that `digitize` found, u32 each. */
export function idsAddress(): usize {
  return ids;
}

function digitizeWords(dictionary: Dictionary, tokenCount: u32): u32 {
  let count: u32 = 0;
  for (let i: u32 = 0; i < tokenCount; i++) {
    const id = find(dictionary.words, tokenAddress(i), tokenBytes(i));
    if (id !== NOT_FOUND) store<u32>(ids + (usize(count++) << 2), id);
  }
  if (dictionary.endOfSentence) store<u32>(ids + (usize(count++) << 2), dictionary.endOfSentenceId);
  return count;
}

/** Grams of tokens i, i + (s+1), i + 2(s+1) … , known where all of their tokens are. */
function digitizeGrams(dictionary: Dictionary, tokenCount: u32): u32 {
  for (let i: u32 = 0; i < tokenCount; i++) {
    store<u32>(internalIds + (usize(i) << 2), find(dictionary.words, tokenAddress(i), tokenBytes(i)));
  }
  if (dictionary.endOfSentence) {
    store<u32>(internalIds + (usize(tokenCount) << 2), find(dictionary.words, internalIds, 0));
    tokenCount++;
  }
  const order = dictionary.gramOrder;
  const step = u64(dictionary.skipStep) + 1;
  const span = u64(order - 1) * step;
  let count: u32 = 0;
  for (let i: u64 = 0; i + span < u64(tokenCount); i++) {
    let known = true;
    for (let g: u32 = 0; g < order; g++) {
      const id = load<u32>(internalIds + (usize(i + u64(g) * step) << 2));
      store<u32>(gram + (usize(g) << 2), id);
      known = known && id !== NOT_FOUND;
    }
    const id = known ? find(dictionary.grams, gram, order << 2) : NOT_FOUND;
    if (id !== NOT_FOUND) store<u32>(ids + (usize(count++) << 2), id);
  }
  return count;
}

/** Linear probing; only hashes are stored, so an equal hash is a match. */
function find(table: HashTable, key: usize, byteCount: u32): u32 {
  const hash = murmurHash64(key, byteCount, table.seed);
  let at = u32(hash) & table.mask;
  while (true) {
    const bucket = table.buckets + (usize(at) << 4);
    const stored = load<u64>(bucket);
    if (stored === EMPTY) return NOT_FOUND;
    if (stored === hash) return load<u32>(bucket, 8);
    at = (at + 1) & table.mask;
  }
}
