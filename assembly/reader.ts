import { fail, failed, TRUNCATED } from "./status";

/**
 * A bounds-checked cursor over bytes: one at a time, little-endian, unaligned. A read past the end notes
 * TRUNCATED and gives zeros from then on; callers ask `failed()` before they trust or loop.
 */
let cursor: usize = 0;
let end: usize = 0;

export function openReader(from: usize, to: usize): void {
  cursor = from;
  end = to;
}

export function readerPosition(): usize {
  return cursor;
}

export function bytesLeft(): usize {
  return end - cursor;
}

/** Steps over byteCount bytes. @returns their address, or 0 where there are fewer */
export function readBytes(byteCount: u64): usize {
  if (failed()) return 0;
  if (byteCount > u64(end - cursor)) {
    fail(TRUNCATED, cursor);
    return 0;
  }
  const at = cursor;
  cursor += usize(byteCount);
  return at;
}

export function readU8(): u32 {
  const at = readBytes(1);
  return at ? load<u8>(at) : 0;
}

export function readU32(): u32 {
  const at = readBytes(4);
  return at ? load<u32>(at) : 0;
}

export function readU64(): u64 {
  const at = readBytes(8);
  return at ? load<u64>(at) : 0;
}

/** CatBoost's "size": a u32, or 0xFFFFFFFF and a u64. Source: util/ysaveload.h */
export function readSize(): u64 {
  const short = readU32();
  return short === u32.MAX_VALUE ? readU64() : u64(short);
}
