import { BAD_OFFSET, fail } from "./status";

/**
 * Tables, vectors and strings of one FlatBuffer, every offset checked. Absent fields are address 0 and
 * read as their default; a broken offset notes BAD_OFFSET and reads as absent.
 *
 *     buffer:  u32 offset of the root table …
 *     table:   i32 distance back to its vtable, then fields
 *     vtable:  u16 bytes of vtable, u16 bytes of table, then one u16 a field (0: absent)
 *     vector:  u32 count, then items          string: a vector of bytes
 *
 * Source: FlatBuffers "Internals".
 */
let begin: usize = 0;
let end: usize = 0;

/** Opens a buffer. @returns the root table, or 0 */
export function openFlatBuffer(from: usize, byteCount: usize): usize {
  begin = from;
  end = from + byteCount;
  if (byteCount < 8) return broken(from);
  return follow(from, 4);
}

/** Resolves the u32 offset at an address to a target of at least byteCount bytes. */
function follow(at: usize, byteCount: usize): usize {
  const offset = usize(load<u32>(at));
  if (offset > end - at || end - at - offset < byteCount) return broken(at);
  return at + offset;
}

function broken(at: usize): usize {
  fail(BAD_OFFSET, at);
  return 0;
}

/** Address of a field of fieldBytes bytes in a table, or 0 where it is absent. */
export function field(table: usize, slot: usize, fieldBytes: usize): usize {
  if (table === 0) return 0;
  const distance = i64(load<i32>(table));
  const vtableAt = i64(table) - distance;
  if (vtableAt < i64(begin) || vtableAt + 4 > i64(end)) return broken(table);
  const vtable = usize(vtableAt);
  const vtableBytes = usize(load<u16>(vtable));
  if (vtableBytes < 4 || vtableBytes > end - vtable) return broken(vtable);
  const entry = usize(4) + (slot << 1);
  if (entry + 2 > vtableBytes) return 0;
  const offset = usize(load<u16>(vtable + entry));
  if (offset === 0) return 0;
  if (offset < 4 || end - table < offset + fieldBytes) return broken(vtable + entry);
  return table + offset;
}

export function fieldBool(table: usize, slot: usize, absent: bool): bool {
  const at = field(table, slot, 1);
  return at ? load<u8>(at) !== 0 : absent;
}

export function fieldU8(table: usize, slot: usize, absent: u32): u32 {
  const at = field(table, slot, 1);
  return at ? load<u8>(at) : absent;
}

export function fieldI32(table: usize, slot: usize, absent: i32): i32 {
  const at = field(table, slot, 4);
  return at ? load<i32>(at) : absent;
}

export function fieldU64(table: usize, slot: usize): u64 {
  const at = field(table, slot, 8);
  return at ? load<u64>(at) : 0;
}

export function fieldF32(table: usize, slot: usize, absent: f32): f32 {
  const at = field(table, slot, 4);
  return at ? load<f32>(at) : absent;
}

export function fieldF64(table: usize, slot: usize, absent: f64): f64 {
  const at = field(table, slot, 8);
  return at ? load<f64>(at) : absent;
}

export function fieldTable(table: usize, slot: usize): usize {
  const at = field(table, slot, 4);
  return at ? follow(at, 4) : 0;
}

/** A vector whose items, itemBytes each, all lie inside the buffer; 0 where it is absent. */
export function fieldVector(table: usize, slot: usize, itemBytes: usize): usize {
  const at = field(table, slot, 4);
  if (at === 0) return 0;
  const vector = follow(at, 4);
  if (vector === 0) return 0;
  if (u64(load<u32>(vector)) * u64(itemBytes) > u64(end - vector - 4)) return broken(vector);
  return vector;
}

/** Number of items; an absent vector is empty. */
export function vectorLength(vector: usize): u32 {
  return vector ? load<u32>(vector) : 0;
}

/** Address of the first item. */
export function vectorItems(vector: usize): usize {
  return vector + 4;
}

/** Table number index of a vector of tables (read with itemBytes 4). */
export function vectorTable(vector: usize, index: u32): usize {
  return follow(vector + 4 + (usize(index) << 2), 4);
}
