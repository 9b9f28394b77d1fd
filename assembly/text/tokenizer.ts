import { allocateBytes } from "../memory";
import { readBytes, readerPosition, readSize, readU8, readU32 } from "../reader";
import { BAD_TEXT_PART, fail, failed, UNSUPPORTED_TOKENIZER } from "../status";
import { BY_SENSE, MAX_NODES, NUMBERS_REPLACE, Tokenizer } from "./layout";

/** Address of tokenizerCount u32: addresses of the Tokenizer read so far, each with options of its own. */
let tokenizers: usize = 0;
let tokenizerCount: u32 = 0;
/** Tokenizers in the file so far; most have the options of one before. */
let readCount: u32 = 0;

/**
 * Reads a tokenizer's options.
 *
 *     u8 lowercasing | u8 lemmatizing | u32 number policy | string number token | u32 separator type
 *     string delimiter | u8 split by set | u8 skip empty | [u32] token types | u32 subtokens policy | [u32] languages
 *
 * Languages say how words are brought to their basic form only.
 * Source: library/cpp/text_processing/tokenizer/options.h
 * @returns the first tokenizer with these options, or null
 */
export function readTokenizer(): Tokenizer {
  const none = changetype<Tokenizer>(0);
  const at = readerPosition();
  const record = allocateBytes(offsetof<Tokenizer>());
  if (record === 0) return none;
  const tokenizer = changetype<Tokenizer>(record);
  tokenizer.lowercasing = readU8();
  const lemmatizing = readU8();
  tokenizer.numberPolicy = readU32();
  const numberTokenBytes = readSize();
  tokenizer.numberToken = readBytes(numberTokenBytes);
  tokenizer.numberTokenBytes = u32(numberTokenBytes);
  tokenizer.separatorType = readU32();
  const delimiterBytes = readSize();
  tokenizer.delimiter = readBytes(delimiterBytes);
  tokenizer.delimiterBytes = u32(delimiterBytes);
  tokenizer.splitBySet = readU8();
  tokenizer.skipEmpty = readU8();
  tokenizer.tokenTypes = readTokenTypes();
  tokenizer.subTokensPolicy = readU32();
  readBytes(readSize() << 2);
  if (failed()) return none;
  if (tokenizer.separatorType > BY_SENSE || lemmatizing !== 0) {
    fail(UNSUPPORTED_TOKENIZER, at);
    return none;
  }
  if (tokenizer.numberPolicy > NUMBERS_REPLACE || readCount++ === MAX_NODES) {
    fail(BAD_TEXT_PART, at);
    return none;
  }
  return sharedTokenizer(tokenizer);
}

/** u32 items, in no order. @returns a set of bits, one for each type */
function readTokenTypes(): u32 {
  const count = readSize();
  const items = readBytes(count << 2);
  let types: u32 = 0;
  if (items) {
    for (let i: usize = 0; i < usize(count); i++) types |= 1 << load<u32>(items + (i << 2));
  }
  return types;
}

/** The tokenizer read before with the same options; this one where there is none. */
function sharedTokenizer(tokenizer: Tokenizer): Tokenizer {
  for (let i: u32 = 0; i < tokenizerCount; i++) {
    const other = changetype<Tokenizer>(usize(load<u32>(tokenizers + (usize(i) << 2))));
    if (sameOptions(tokenizer, other)) return other;
  }
  if (tokenizerCount === 0) tokenizers = allocateBytes(u64(MAX_NODES) << 2);
  if (tokenizers === 0 || !tabulateDelimiters(tokenizer)) return changetype<Tokenizer>(0);
  store<u32>(tokenizers + (usize(tokenizerCount++) << 2), u32(changetype<usize>(tokenizer)));
  return tokenizer;
}

function sameOptions(one: Tokenizer, other: Tokenizer): bool {
  return (
    one.lowercasing === other.lowercasing &&
    one.numberPolicy === other.numberPolicy &&
    one.separatorType === other.separatorType &&
    one.splitBySet === other.splitBySet &&
    one.skipEmpty === other.skipEmpty &&
    one.tokenTypes === other.tokenTypes &&
    one.subTokensPolicy === other.subTokensPolicy &&
    sameBytes(one.numberToken, one.numberTokenBytes, other.numberToken, other.numberTokenBytes) &&
    sameBytes(one.delimiter, one.delimiterBytes, other.delimiter, other.delimiterBytes)
  );
}

function sameBytes(one: usize, oneBytes: u32, other: usize, otherBytes: u32): bool {
  return oneBytes === otherBytes && memory.compare(one, other, usize(oneBytes)) === 0;
}

/** Marks the bytes that split a text; a set ends at its first zero byte. A longer string has no table. */
function tabulateDelimiters(tokenizer: Tokenizer): bool {
  if (!tokenizer.splitBySet && tokenizer.delimiterBytes !== 1) return true;
  tokenizer.delimiters = allocateBytes(256);
  if (tokenizer.delimiters === 0) return false;
  for (let i: u32 = 0; i < tokenizer.delimiterBytes; i++) {
    const byte = load<u8>(tokenizer.delimiter + usize(i));
    if (byte === 0 && tokenizer.splitBySet) break;
    store<u8>(tokenizer.delimiters + usize(byte), 1);
  }
  return true;
}
