import { allocateBytes } from "../memory";
import { readBytes, readerPosition, readSize, readU8, readU32 } from "../reader";
import { fail, failed, UNSUPPORTED_TOKENIZER } from "../status";

const NUMBERS_LEAVE_AS_IS: u32 = 1;
const BY_DELIMITER: u32 = 0;
const BLANK: u8 = 0x20;

/** Tokens of the text at hand: (address, bytes) pairs of u32. */
let tokens: usize = 0;
let tokenRoom: u32 = 0;

/**
 * Reads a tokenizer's options; all but the default Space tokenizer are refused.
 * Source: library/cpp/text_processing/tokenizer/options.h
 */
export function readTokenizer(): bool {
  const at = readerPosition();
  const lowercasing = readU8();
  const lemmatizing = readU8();
  const numberPolicy = readU32();
  readBytes(readSize());
  const separatorType = readU32();
  const delimiterBytes = readSize();
  const delimiter = readBytes(delimiterBytes);
  readU8();
  const skipEmpty = readU8();
  readBytes(readSize() << 2);
  readU32();
  readBytes(readSize() << 2);
  if (failed()) return false;
  const isSpace =
    lowercasing === 0 &&
    lemmatizing === 0 &&
    numberPolicy === NUMBERS_LEAVE_AS_IS &&
    separatorType === BY_DELIMITER &&
    delimiterBytes === 1 &&
    load<u8>(delimiter) === BLANK &&
    skipEmpty === 1;
  if (!isSpace) fail(UNSUPPORTED_TOKENIZER, at);
  return isSpace;
}

/** Makes room for the tokens of a text of byteCount bytes. @returns false with OUT_OF_MEMORY */
export function reserveTokens(byteCount: u32): bool {
  const most = (byteCount >> 1) + 1;
  if (most <= tokenRoom) return true;
  tokenRoom = max(most, tokenRoom << 1);
  tokens = allocateBytes(u64(tokenRoom) << 3);
  return tokens !== 0;
}

/** Splits a text at blanks, without the empty tokens between them. @returns number of tokens */
export function tokenize(text: usize, byteCount: u32): u32 {
  const end = text + byteCount;
  let count: usize = 0;
  let start = text;
  for (let at = text; at <= end; at++) {
    if (at < end && load<u8>(at) !== BLANK) continue;
    if (at > start) {
      store<u32>(tokens + (count << 3), u32(start));
      store<u32>(tokens + (count << 3), u32(at - start), 4);
      count++;
    }
    start = at + 1;
  }
  return u32(count);
}

/** Address of a token's bytes. */
export function tokenAddress(index: u32): usize {
  return load<u32>(tokens + (usize(index) << 3));
}

export function tokenBytes(index: u32): u32 {
  return load<u32>(tokens + (usize(index) << 3), 4);
}
