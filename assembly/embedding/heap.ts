/**
 * A binary heap with the greatest key on top. Which of equal keys leaves first is that of C++'s
 * std::priority_queue in libc++: among points of one distance CatBoost's neighbors depend on it.
 *
 *     item  f32 key | u32 id      8 bytes; the children of item i are 2 i + 1 and 2 i + 2
 *
 * Source: LLVM libc++ 18, __algorithm/push_heap.h and pop_heap.h
 */
export const ITEM_BYTES: usize = 8;

export function keyOf(heap: usize, at: u32): f32 {
  return load<f32>(heap + usize(at) * ITEM_BYTES);
}

export function idOf(heap: usize, at: u32): u32 {
  return load<u32>(heap + usize(at) * ITEM_BYTES, 4);
}

/** Adds an item to a heap of count items. */
export function pushItem(heap: usize, count: u32, key: f32, id: u32): void {
  let hole = count;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    if (!(keyOf(heap, parent) < key)) break;
    move(heap, parent, hole);
    hole = parent;
  }
  store<f32>(heap + usize(hole) * ITEM_BYTES, key);
  store<u32>(heap + usize(hole) * ITEM_BYTES, id, 4);
}

/** Takes the top off a heap of count items, at least one: the hole goes down to a leaf, the last item rises from there. */
export function popItem(heap: usize, count: u32): void {
  if (count < 2) return;
  const last = count - 1;
  let hole: u32 = 0;
  while (hole <= (count - 2) >> 1) {
    let child: u32 = 2 * hole + 1;
    if (child < last && keyOf(heap, child) < keyOf(heap, child + 1)) child++;
    move(heap, child, hole);
    hole = child;
  }
  if (hole !== last) pushItem(heap, hole, keyOf(heap, last), idOf(heap, last));
}

/** Turns a heap of count items into a list, the smallest key first. */
export function sortHeap(heap: usize, count: u32): void {
  for (let left = count; left > 1; left--) {
    const top = load<u64>(heap);
    popItem(heap, left);
    store<u64>(heap + usize(left - 1) * ITEM_BYTES, top);
  }
}

function move(heap: usize, from: u32, to: u32): void {
  store<u64>(heap + usize(to) * ITEM_BYTES, load<u64>(heap + usize(from) * ITEM_BYTES));
}
