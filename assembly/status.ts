/**
 * Status numbers: every export that can fail returns one, `statusPosition()` says where. They keep their
 * meaning for ever; docs/abi.md lists them, src/engine/status.ts has a sentence for each.
 */

export const OK: i32 = 0;

// 1 … 63: the bytes are no model, or a damaged one; the position is an offset into the file.
export const NOT_CBM: i32 = 1;
export const TRUNCATED: i32 = 2;
export const TRAILING_BYTES: i32 = 3;
export const BAD_OFFSET: i32 = 4;
export const BAD_FORMAT_VERSION: i32 = 5;
export const BAD_FEATURE: i32 = 6;
export const BAD_BORDERS: i32 = 7;
export const BAD_ONE_HOT: i32 = 8;
export const BAD_SPLIT: i32 = 9;
export const BAD_TREES: i32 = 10;
export const BAD_SCALE: i32 = 11;
export const BAD_CTR: i32 = 12;
export const BAD_CTR_TABLE: i32 = 13;
export const BAD_TEXT_PART: i32 = 14;
export const BAD_DICTIONARY: i32 = 15;
export const BAD_CALCER: i32 = 16;
export const BAD_ESTIMATED_FEATURE: i32 = 17;
export const BAD_EMBEDDING_PART: i32 = 18;
export const BAD_EMBEDDING_CALCER: i32 = 19;
export const BAD_INFO: i32 = 20;

// 64 … 127: a sound model with something that is not read.
export const UNSUPPORTED_PART: i32 = 64;
export const UNSUPPORTED_EMBEDDING: i32 = 67;
export const UNSUPPORTED_TOKENIZER: i32 = 68;
export const UNSUPPORTED_BUCKETS: i32 = 71;

// 128 and more: the call cannot be carried out.
export const OUT_OF_MEMORY: i32 = 128;
export const ALREADY_LOADED: i32 = 129;
export const NOT_LOADED: i32 = 130;
export const BAD_PREDICTION_TYPE: i32 = 131;
export const BAD_NUMBER: i32 = 132;
export const BAD_TREE_RANGE: i32 = 133;
export const TOO_FEW_TREES: i32 = 134;
export const WRONG_DIMENSION: i32 = 135;

let code: i32 = OK;
let address: usize = 0;
let origin: usize = 0;

/** Forgets the last failure; positions count from `from` on. */
export function resetStatus(from: usize): void {
  code = OK;
  address = 0;
  origin = from;
}

/** Notes a failure at an address. The first one stays: what follows is its consequence. */
export function fail(status: i32, at: usize): void {
  if (code !== OK) return;
  code = status;
  address = at;
}

export function failed(): bool {
  return code !== OK;
}

/** The first failure since `resetStatus`, or OK. */
export function status(): i32 {
  return code;
}

/** Bytes from the origin to the failure. */
export function failurePosition(): u32 {
  return address > origin ? u32(address - origin) : 0;
}
