import { murmurHash64 } from "../hash";
import { find, NOT_FOUND } from "../hash-table";
import { reserve, Scratch } from "../scratch";
import { ID_BUCKET_BYTES } from "./dictionary";
import { HashTable } from "./layout";

/** The ids that a dictionary found in the text at hand, u32 each. */
const ids = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));
let count: u32 = 0;

/** Forgets the ids and makes room for `most` new ones. @returns false with OUT_OF_MEMORY */
export function clearIds(most: u64): bool {
  count = 0;
  return reserve(ids, most << 2);
}

export function addId(id: u32): void {
  store<u32>(ids.address + (usize(count++) << 2), id);
}

/** Appends the id of a key of byteCount bytes; an unknown key is dropped. */
export function addIdOf(table: HashTable, key: usize, byteCount: usize): void {
  const id = idOf(table, key, byteCount);
  if (id !== NOT_FOUND) addId(id);
}

/** Id of a key, or NOT_FOUND. Only hashes are stored, so an equal hash is a match. */
export function idOf(table: HashTable, key: usize, byteCount: usize): u32 {
  return find(table.buckets, table.mask, ID_BUCKET_BYTES, murmurHash64(key, byteCount, table.seed));
}

export function idsAddress(): usize {
  return ids.address;
}

export function idCount(): u32 {
  return count;
}

/** Brings the ids into ascending order. Shell sort, gaps h = 3h + 1: short texts dominate, long ones must not be quadratic. */
export function sortIds(): void {
  const items = ids.address;
  let gap: u32 = 1;
  while (gap < count / 3) gap = 3 * gap + 1;
  for (; gap > 0; gap /= 3) {
    for (let i = gap; i < count; i++) {
      const id = load<u32>(items + (usize(i) << 2));
      let at = i;
      for (; at >= gap && load<u32>(items + (usize(at - gap) << 2)) > id; at -= gap) {
        store<u32>(items + (usize(at) << 2), load<u32>(items + (usize(at - gap) << 2)));
      }
      store<u32>(items + (usize(at) << 2), id);
    }
  }
}
