import { reserve, Scratch } from "../scratch";
import { BY_SENSE, NUMBERS_LEAVE_AS_IS, NUMBERS_REPLACE, SEVERAL_TOKENS, Tokenizer } from "./layout";
import { LOWER_CASE_GROWTH, writeLowerCase } from "./lower-case";
import { reserveSense, tokenizeBySense } from "./sense/scanner";
import { senseTokenAddress, senseTokenBytes, senseTokenType, TOKEN_NUMBER, TOKEN_WORD } from "./sense/tokens";
import { addToken, clearTokens, cutTokens, setToken, tokenAddress, tokenBytes, tokenCount } from "./tokens";

/** Tokens by sense take at most so many times the text's bytes. */
const SENSE_GROWTH: u64 = 3;
const ZERO: u32 = 0x30;
const NINE: u32 = 0x39;

/** The tokens in lower case, one behind the other. */
const lowered = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));

/**
 * Splits a text of UTF-8 into tokens (tokens.ts). They lie in the text, in the tokenizer's options, or in
 * scratch memory until the next text.
 * Source: library/cpp/text_processing/tokenizer/tokenizer.cpp
 * @returns false with OUT_OF_MEMORY
 */
export function tokenize(tokenizer: Tokenizer, text: usize, byteCount: u32): bool {
  if (tokenizer.separatorType === BY_SENSE) return splitBySense(tokenizer, text, byteCount);
  const most = tokenizer.skipEmpty ? (u64(byteCount) >> 1) + 1 : u64(byteCount) + 1;
  if (!clearTokens(most)) return false;
  if (tokenizer.delimiters) splitAtBytes(tokenizer, text, text + byteCount);
  else if (tokenizer.delimiterBytes) splitAtString(tokenizer, text, text + byteCount);
  // an empty string is found at once, and the search ends
  else if (!tokenizer.skipEmpty) addToken(text, 0);
  if (tokenizer.lowercasing && !lowerTokens(byteCount)) return false;
  if (tokenizer.numberPolicy !== NUMBERS_LEAVE_AS_IS) settleNumbers(tokenizer);
  return true;
}

/** Splits at every byte of a set; a text of n delimiters has n + 1 tokens. */
function splitAtBytes(tokenizer: Tokenizer, text: usize, end: usize): void {
  const delimiters = tokenizer.delimiters;
  const skipEmpty = tokenizer.skipEmpty !== 0;
  let start = text;
  for (let at = text; at < end; at++) {
    if (!load<u8>(delimiters + usize(load<u8>(at)))) continue;
    if (at > start || !skipEmpty) addToken(start, u32(at - start));
    start = at + 1;
  }
  if (end > start || !skipEmpty) addToken(start, u32(end - start));
}

/** Splits at a string of several bytes, from left to right; places that overlap do not count. */
function splitAtString(tokenizer: Tokenizer, text: usize, end: usize): void {
  const delimiter = tokenizer.delimiter;
  const byteCount = usize(tokenizer.delimiterBytes);
  const skipEmpty = tokenizer.skipEmpty !== 0;
  let start = text;
  let at = text;
  while (end - at >= byteCount) {
    if (load<u8>(at) !== load<u8>(delimiter) || memory.compare(at, delimiter, byteCount) !== 0) {
      at++;
      continue;
    }
    if (at > start || !skipEmpty) addToken(start, u32(at - start));
    at += byteCount;
    start = at;
  }
  if (end > start || !skipEmpty) addToken(start, u32(end - start));
}

/** Tokens have types: words alone are brought to lower case, numbers are what the scanner takes for such. */
function splitBySense(tokenizer: Tokenizer, text: usize, byteCount: u32): bool {
  if (!reserveSense(byteCount) || !clearTokens(u64(byteCount))) return false;
  if (tokenizer.lowercasing && !reserve(lowered, LOWER_CASE_GROWTH * SENSE_GROWTH * u64(byteCount)))
    return false;
  let to = lowered.address;
  const splitsWords = tokenizer.subTokensPolicy === SEVERAL_TOKENS;
  const count = tokenizeBySense(text, byteCount, tokenizer.tokenTypes, splitsWords);
  for (let i: u32 = 0; i < count; i++) {
    const type = senseTokenType(i);
    if (type === TOKEN_NUMBER && tokenizer.numberPolicy !== NUMBERS_LEAVE_AS_IS) {
      if (tokenizer.numberPolicy === NUMBERS_REPLACE)
        addToken(tokenizer.numberToken, tokenizer.numberTokenBytes);
    } else if (type === TOKEN_WORD && tokenizer.lowercasing) {
      const end = writeLowerCase(senseTokenAddress(i), senseTokenBytes(i), to);
      addToken(to, u32(end - to));
      to = end;
    } else {
      addToken(senseTokenAddress(i), senseTokenBytes(i));
    }
  }
  return true;
}

function lowerTokens(byteCount: u32): bool {
  if (!reserve(lowered, LOWER_CASE_GROWTH * u64(byteCount))) return false;
  let to = lowered.address;
  for (let i: u32 = 0, n = tokenCount(); i < n; i++) {
    const end = writeLowerCase(tokenAddress(i), tokenBytes(i), to);
    setToken(i, to, u32(end - to));
    to = end;
  }
  return true;
}

/** Drops the tokens that are numbers, or puts the number token in their place. */
function settleNumbers(tokenizer: Tokenizer): void {
  let kept: u32 = 0;
  for (let i: u32 = 0, n = tokenCount(); i < n; i++) {
    const address = tokenAddress(i);
    const byteCount = tokenBytes(i);
    if (!isNumber(address, byteCount)) setToken(kept++, address, byteCount);
    else if (tokenizer.numberPolicy === NUMBERS_REPLACE) {
      setToken(kept++, tokenizer.numberToken, tokenizer.numberTokenBytes);
    }
  }
  cutTokens(kept);
}

/** Whether a token is one or more ASCII digits. Source: util/string/type.cpp */
function isNumber(address: usize, byteCount: u32): bool {
  for (let i: u32 = 0; i < byteCount; i++) {
    if (u32(load<u8>(address + usize(i))) - ZERO > NINE - ZERO) return false;
  }
  return byteCount > 0;
}
