import { parseDecimal } from "./decimal";
import { allocateBytes } from "./memory";
import { failed, OK, status } from "./status";

/** The list at hand, f64 each. */
let scores: usize = 0;
let scoreRoom: u32 = 0;
let scoreTotal: u32 = 0;

/** Positions of the pairs while they are sorted. */
let order: usize = 0;
let orderRoom: u32 = 0;

/** Lowest score of each symbol. */
let lowest: usize = 0;
const MAX_SYMBOLS: u32 = 255;

/** Makes room for a list. @returns address of roomCount f64, or 0 with OUT_OF_MEMORY */
export function reserveScores(roomCount: u32): usize {
  if (roomCount <= scoreRoom) return scores;
  scoreRoom = max(roomCount, scoreRoom << 1);
  scores = allocateBytes(u64(scoreRoom) << 3);
  return scores;
}

/** Takes the first count numbers written at `reserveScores` as the list; none is the list of one 0. */
export function takeScores(count: u32): void {
  scoreTotal = count;
  if (count === 0 && reserveScores(1)) {
    store<f64>(scores, 0);
    scoreTotal = 1;
  }
}

/**
 * Reads the text of a list of numbers: first and last byte dropped, the rest split at commas; "[]" is the
 * list of one 0.
 * @param text ASCII bytes
 * @returns OK, BAD_NUMBER or OUT_OF_MEMORY
 */
export function readScores(text: usize, byteCount: u32): i32 {
  takeScores(0);
  if (byteCount === 2 && load<u16>(text) === 0x5d5b) return status();
  if (reserveScores((byteCount >> 1) + 1) === 0) return status();
  const end = text + max(byteCount, 2) - 1;
  let start = text + 1;
  let count: usize = 0;
  for (let at = start; at <= end; at++) {
    if (at < end && load<u8>(at) !== 0x2c) continue;
    store<f64>(scores + (count++ << 3), parseDecimal(start, at));
    if (failed()) return status();
    start = at + 1;
  }
  scoreTotal = u32(count);
  return OK;
}

/** Largest score; NaN if there is a NaN. */
export function largestScore(): f64 {
  let largest = load<f64>(scores);
  for (let i: u32 = 1; i < scoreTotal; i++) largest = max<f64>(largest, load<f64>(scores + (usize(i) << 3)));
  return largest;
}

/** Smallest score; NaN if there is a NaN. */
export function smallestScore(): f64 {
  let smallest = load<f64>(scores);
  for (let i: u32 = 1; i < scoreTotal; i++)
    smallest = min<f64>(smallest, load<f64>(scores + (usize(i) << 3)));
  return smallest;
}

/**
 * Lowest score of each symbol, 1 where it does not occur: symbol i is paired with score i, the shorter of the
 * two lists ends the pairing.
 * @param symbols symbolCount u8: index of each character in the alphabet; alphabetSize and more: none of it
 * @returns address of alphabetSize f64 (at most 255), or 0 with OUT_OF_MEMORY
 */
export function lowestScores(symbols: usize, symbolCount: u32, alphabetSize: u32): usize {
  if (lowest === 0) lowest = allocateBytes(u64(MAX_SYMBOLS + 1) * 9);
  if (lowest === 0) return 0;
  const seen = lowest + ((usize(MAX_SYMBOLS) + 1) << 3);
  for (let s: u32 = 0; s < alphabetSize; s++) {
    store<f64>(lowest + (usize(s) << 3), 1);
    store<u8>(seen + s, 0);
  }
  const pairs = min(symbolCount, scoreTotal);
  let hasNaN = false;
  for (let i: u32 = 0; i < pairs; i++) {
    const score = load<f64>(scores + (usize(i) << 3));
    const symbol = u32(load<u8>(symbols + i));
    hasNaN = hasNaN || isNaN(score);
    if (symbol >= alphabetSize) continue;
    const at = lowest + (usize(symbol) << 3);
    if (load<u8>(seen + symbol) && load<f64>(at) <= score) continue;
    store<f64>(at, score);
    store<u8>(seen + symbol, 1);
  }
  return !hasNaN || takeFirstSorted(symbols, pairs, alphabetSize) ? lowest : 0;
}

/**
 * With NaN among the scores "lowest" hangs on how they are sorted. The original sorts the pairs by falling
 * score and lets later ones win; this is that sort: Python's, which for lists of fewer than 64 is a run from
 * the start and a binary insertion of the rest. Source: CPython, Objects/listsort.txt
 * @returns false with OUT_OF_MEMORY
 */
function takeFirstSorted(symbols: usize, pairs: u32, alphabetSize: u32): bool {
  if (!reserveOrder(pairs)) return false;
  // sorted(reverse=True) sorts the reversed list upwards and reverses it again
  for (let i: u32 = 0; i < pairs; i++) store<u32>(order + (usize(i) << 2), pairs - 1 - i);
  for (let start = sortedRun(pairs); start < pairs; start++) {
    const pivot = load<u32>(order + (usize(start) << 2));
    let left: u32 = 0;
    let right = start;
    while (left < right) {
      const middle = (left + right) >> 1;
      if (scoreOf(pivot) < scoreOf(load<u32>(order + (usize(middle) << 2)))) right = middle;
      else left = middle + 1;
    }
    const at = order + (usize(left) << 2);
    memory.copy(at + 4, at, usize(start - left) << 2);
    store<u32>(at, pivot);
  }
  for (let i = pairs; i-- > 0; ) {
    const pair = load<u32>(order + (usize(i) << 2));
    const symbol = u32(load<u8>(symbols + pair));
    if (symbol < alphabetSize) store<f64>(lowest + (usize(symbol) << 3), scoreOf(pair));
  }
  return true;
}

/** Length of the rising run at the start; a falling one is turned round first. */
function sortedRun(count: u32): u32 {
  if (count < 2) return count;
  const falling = scoreAt(1) < scoreAt(0);
  let length: u32 = 2;
  while (length < count && scoreAt(length) < scoreAt(length - 1) === falling) length++;
  if (falling) {
    for (let i: u32 = 0, j = length - 1; i < j; i++, j--) {
      const left = load<u32>(order + (usize(i) << 2));
      store<u32>(order + (usize(i) << 2), load<u32>(order + (usize(j) << 2)));
      store<u32>(order + (usize(j) << 2), left);
    }
  }
  return length;
}

function scoreAt(index: u32): f64 {
  return scoreOf(load<u32>(order + (usize(index) << 2)));
}

function scoreOf(pair: u32): f64 {
  return load<f64>(scores + (usize(pair) << 3));
}

function reserveOrder(count: u32): bool {
  if (count <= orderRoom) return true;
  orderRoom = max(count, orderRoom << 1);
  order = allocateBytes(u64(orderRoom) << 2);
  return order !== 0;
}
