import { fieldI32, fieldTable, fieldU8, openFlatBuffer } from "../flatbuffer";
import { murmurHash64 } from "../hash";
import { find, isSoundTable, NOT_FOUND, valueLimit } from "../hash-table";
import { allocateBytes } from "../memory";
import { readBytes, readerPosition, readU64 } from "../reader";
import { BAD_DICTIONARY, fail, failed, UNSUPPORTED_LETTER_DICTIONARY } from "../status";
import { Dictionary, HashTable } from "./layout";
import { tokenAddress, tokenBytes } from "./tokenizer";

const BUCKET_BYTES: usize = 16;
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
  const bucketCount = u32(byteCount >> 4);
  if ((byteCount & 15) !== 0 || !isSoundTable(buckets, bucketCount, BUCKET_BYTES)) {
    fail(BAD_DICTIONARY, buckets);
    return none;
  }
  const table = changetype<HashTable>(record);
  table.seed = seed;
  table.buckets = buckets;
  table.mask = bucketCount - 1;
  return table;
}

/** Ids count from 0 without gaps, so none is beyond the number of buckets. */
function limitIds(dictionary: Dictionary, table: HashTable): bool {
  let limit = valueLimit(table.buckets, table.mask + 1, BUCKET_BYTES);
  if (dictionary.endOfSentence && dictionary.gramOrder === 1) {
    limit = max(limit, u64(dictionary.endOfSentenceId) + 1);
  }
  // the end of a sentence has an id of its own behind those of the table
  if (limit > u64(table.mask) + 3) {
    fail(BAD_DICTIONARY, table.buckets);
    return false;
  }
  dictionary.idLimit = u32(limit);
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
    const id = idOf(dictionary.words, tokenAddress(i), tokenBytes(i));
    if (id !== NOT_FOUND) store<u32>(ids + (usize(count++) << 2), id);
  }
  if (dictionary.endOfSentence) store<u32>(ids + (usize(count++) << 2), dictionary.endOfSentenceId);
  return count;
}

/** Grams of tokens i, i + (s+1), i + 2(s+1) … , known where all of their tokens are. */
function digitizeGrams(dictionary: Dictionary, tokenCount: u32): u32 {
  for (let i: u32 = 0; i < tokenCount; i++) {
    store<u32>(internalIds + (usize(i) << 2), idOf(dictionary.words, tokenAddress(i), tokenBytes(i)));
  }
  if (dictionary.endOfSentence) {
    store<u32>(internalIds + (usize(tokenCount) << 2), idOf(dictionary.words, internalIds, 0));
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
    const id = known ? idOf(dictionary.grams, gram, order << 2) : NOT_FOUND;
    if (id !== NOT_FOUND) store<u32>(ids + (usize(count++) << 2), id);
  }
  return count;
}

/** Only hashes are stored, so an equal hash is a match. */
function idOf(table: HashTable, key: usize, byteCount: u32): u32 {
  return find(table.buckets, table.mask, BUCKET_BYTES, murmurHash64(key, byteCount, table.seed));
}
