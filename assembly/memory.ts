import { fail, OUT_OF_MEMORY } from "./status";

const PAGE_BITS: u32 = 16;
const ALIGNMENT: u64 = 16;

const MAX_ADDRESS: u64 = u64(u32.MAX_VALUE);

/** Where the arena may not go beyond. */
let ceiling: u64 = MAX_ADDRESS;

/** First free byte; everything below belongs to somebody for as long as the instance lives. */
let top: u64 = u64(__heap_base);

/**
 * Takes memory from the arena, growing it where needed. Nothing is ever given back: one instance is one
 * model, and its end frees all.
 * @returns 16-byte aligned address of zeroed bytes, or 0 with OUT_OF_MEMORY
 */
export function allocateBytes(byteCount: u64): usize {
  const begin = (top + (ALIGNMENT - 1)) & ~(ALIGNMENT - 1);
  const end = begin + byteCount;
  const limit = u64(memory.size()) << PAGE_BITS;
  if (byteCount > MAX_ADDRESS || end > ceiling) {
    fail(OUT_OF_MEMORY, 0);
    return 0;
  }
  if (end > limit) {
    const pages = i32((end - limit + ((1 << PAGE_BITS) - 1)) >> PAGE_BITS);
    if (memory.grow(pages) < 0) {
      fail(OUT_OF_MEMORY, 0);
      return 0;
    }
  }
  top = end;
  return usize(begin);
}

/** Lets the arena take at most byteCount bytes more: what a model file can ask for is bounded by its size. */
export function limitMemory(byteCount: u64): void {
  ceiling = min(top + byteCount, MAX_ADDRESS);
}

export function unlimitMemory(): void {
  ceiling = MAX_ADDRESS;
}

/** Bytes that the instance has taken, the module's own tables included. */
export function memoryUsed(): u32 {
  return u32(top);
}
