import { reserve, Scratch } from "../scratch";

/** The tokens of the text at hand: (address, bytes) pairs of u32. */
const tokens = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));
let count: u32 = 0;

/** Forgets the tokens and makes room for `most` new ones. @returns false with OUT_OF_MEMORY */
export function clearTokens(most: u64): bool {
  count = 0;
  return reserve(tokens, most << 3);
}

/** Appends a token of byteCount bytes. */
export function addToken(address: usize, byteCount: u32): void {
  setToken(count++, address, byteCount);
}

/** Replaces a token. */
export function setToken(index: u32, address: usize, byteCount: u32): void {
  const token = tokens.address + (usize(index) << 3);
  store<u32>(token, u32(address));
  store<u32>(token, byteCount, 4);
}

/** Forgets all tokens from number `length` on. */
export function cutTokens(length: u32): void {
  count = length;
}

export function tokenCount(): u32 {
  return count;
}

/** Address of a token's bytes. */
export function tokenAddress(index: u32): usize {
  return load<u32>(tokens.address + (usize(index) << 3));
}

export function tokenBytes(index: u32): u32 {
  return load<u32>(tokens.address + (usize(index) << 3), 4);
}
