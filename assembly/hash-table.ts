/**
 * CatBoost's stored hash tables, used where they stand in the file.
 *
 *     2^m buckets:  u64 hash | u32 value | [u32 padding]        12 bytes (CTR tables) or 16 (dictionaries)
 *     an empty bucket has the hash 2^64 − 1
 *
 * Source: catboost/libs/helpers/dense_hash_view.h, library/cpp/text_processing/dictionary/mmap_hash_table.h
 */

/** What `find` answers where the hash is not there. */
export const NOT_FOUND: u32 = u32.MAX_VALUE;

const EMPTY: u64 = u64.MAX_VALUE;

/** Whether a search in the table ends: 2^m buckets, one of them empty. */
export function isSoundTable(buckets: usize, bucketCount: u32, bucketBytes: usize): bool {
  if (bucketCount === 0 || (bucketCount & (bucketCount - 1)) !== 0) return false;
  for (let i: u32 = 0; i < bucketCount; i++) {
    if (load<u64>(buckets + usize(i) * bucketBytes) === EMPTY) return true;
  }
  return false;
}

/** The first number above all values of the table. */
export function valueLimit(buckets: usize, bucketCount: u32, bucketBytes: usize): u64 {
  let limit: u64 = 0;
  for (let i: u32 = 0; i < bucketCount; i++) {
    const bucket = buckets + usize(i) * bucketBytes;
    if (load<u64>(bucket) !== EMPTY) limit = max(limit, u64(load<u32>(bucket, 8)) + 1);
  }
  return limit;
}

/** Linear probing from hash mod 2^m on. @returns the value, or NOT_FOUND */
export function find(buckets: usize, mask: u32, bucketBytes: usize, hash: u64): u32 {
  let at = u32(hash) & mask;
  while (true) {
    const bucket = buckets + usize(at) * bucketBytes;
    const stored = load<u64>(bucket);
    // the marker of an empty bucket ends the search even where it is the hash that is looked for
    if (stored === EMPTY) return NOT_FOUND;
    if (stored === hash) return load<u32>(bucket, 8);
    at = (at + 1) & mask;
  }
}
