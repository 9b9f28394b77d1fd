import { fieldI32, fieldTable, fieldU8, openFlatBuffer } from "../flatbuffer";
import { isSoundTable, NOT_FOUND, valueLimit } from "../hash-table";
import { allocateBytes } from "../memory";
import { readBytes, readerPosition, readU64 } from "../reader";
import { BAD_DICTIONARY, fail, failed } from "../status";
import { Dictionary, HashTable, LEVEL_LETTER } from "./layout";

/** Bytes of a bucket of a HashTable. */
export const ID_BUCKET_BYTES: usize = 16;
/** Longest gram of tokens that CatBoost reads, and of letters. */
export const MAX_TOKEN_GRAM: u32 = 5;
const MAX_LETTER_GRAM: u32 = i32.MAX_VALUE;

/** "MMapDictionary" and two zero bytes, as two u64. */
const MAGIC_LOW: u64 = 0x7463694470614d4d;
const MAGIC_HIGH: u64 = 0x00007972616e6f69;

/**
 * Reads a dictionary's body behind its id.
 *
 *     16 bytes magic | u64 total | u64 n, n bytes FlatBuffer | u64 bytes, u64 seed, hash table [twice for grams of tokens]
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
  const dictionary = changetype<Dictionary>(record);
  dictionary.level = fieldU8(options, 0, 0);
  dictionary.gramOrder = u32(fieldI32(options, 1, 1));
  dictionary.skipStep = u32(fieldI32(options, 2, 0));
  dictionary.endOfWord = fieldU8(options, 4, 1);
  dictionary.endOfSentence = fieldU8(options, 5, 0);
  dictionary.endOfSentenceStored = u32(fieldI32(root, 3, 0));
  if (failed()) return none;
  const isLetters = dictionary.level === LEVEL_LETTER;
  const longest = isLetters ? MAX_LETTER_GRAM : MAX_TOKEN_GRAM;
  if (dictionary.level > LEVEL_LETTER || dictionary.gramOrder - 1 >= longest) {
    fail(BAD_DICTIONARY, meta);
    return none;
  }
  dictionary.words = readHashTable();
  if (!isLetters && dictionary.gramOrder > 1) dictionary.grams = readHashTable();
  if (failed()) return none;
  if (u64(readerPosition() - start) !== total) {
    fail(BAD_DICTIONARY, start);
    return none;
  }
  return limitIds(dictionary) ? dictionary : none;
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
  if ((byteCount & 15) !== 0 || !isSoundTable(buckets, bucketCount, ID_BUCKET_BYTES)) {
    fail(BAD_DICTIONARY, buckets);
    return none;
  }
  const table = changetype<HashTable>(record);
  table.seed = seed;
  table.buckets = buckets;
  table.mask = bucketCount - 1;
  return table;
}

/**
 * Ids count from 0 without gaps, so none is beyond the number of buckets. The end of a sentence has an id above
 * them, which the dictionary's first id moves far away: it is scored with the next one instead.
 */
function limitIds(dictionary: Dictionary): bool {
  const table = changetype<usize>(dictionary.grams) ? dictionary.grams : dictionary.words;
  const limit = valueLimit(table.buckets, table.mask + 1, ID_BUCKET_BYTES);
  if (limit > u64(table.mask) + 1) {
    fail(BAD_DICTIONARY, table.buckets);
    return false;
  }
  dictionary.endOfSentenceId = min(dictionary.endOfSentenceStored, u32(limit));
  dictionary.idLimit = max(u32(limit), dictionary.endOfSentenceId + 1);
  return true;
}

/** The id that a stored one is scored with; NOT_FOUND where the dictionary never gives it. */
export function scoredId(dictionary: Dictionary, stored: u32): u32 {
  if (stored === dictionary.endOfSentenceStored) return dictionary.endOfSentenceId;
  return stored < dictionary.idLimit && stored !== dictionary.endOfSentenceId ? stored : NOT_FOUND;
}
