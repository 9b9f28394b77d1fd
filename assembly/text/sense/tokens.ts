import { reserve, Scratch } from "../../scratch";
import { writeCodePoint } from "../../utf8";
import { BROKEN_UNIT } from "./text";

/** Types of tokens, CatBoost's numbers. */
export const TOKEN_WORD: u32 = 0;
export const TOKEN_NUMBER: u32 = 1;
export const TOKEN_PUNCTUATION: u32 = 2;
export const TOKEN_SENTENCE_BREAK: u32 = 3;
export const TOKEN_UNKNOWN: u32 = 5;

/** Tokens of the text at hand: (address, bytes) pairs of u32, and a type of u8 for each. */
const tokens = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));
const types = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));
let tokenTotal: u32 = 0;
/** Their bytes, UTF-8. */
const bytes = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));
let byteTotal: u32 = 0;
/** Types that are kept, a bit each. */
let keptTypes: u32 = 0;

/**
 * Makes room for the tokens of a text of byteCount bytes. No unit is in two tokens, and none takes more than
 * three bytes. @returns false with OUT_OF_MEMORY
 */
export function reserveSenseTokens(byteCount: u32): bool {
  const most = u64(byteCount);
  return reserve(tokens, most << 3) && reserve(types, most) && reserve(bytes, most * 3);
}

/** Forgets all tokens; those to come are dropped unless their type is among the bits `typeSet`. */
export function clearSenseTokens(typeSet: u32): void {
  keptTypes = typeSet;
  tokenTotal = 0;
  byteTotal = 0;
}

export function senseTokenCount(): u32 {
  return tokenTotal;
}

/** Address of a token's UTF-8, in memory that the next text overwrites. */
export function senseTokenAddress(index: u32): usize {
  return load<u32>(tokens.address + (usize(index) << 3));
}

export function senseTokenBytes(index: u32): u32 {
  return load<u32>(tokens.address + (usize(index) << 3), 4);
}

export function senseTokenType(index: u32): u32 {
  return load<u8>(types.address + index);
}

/** Notes unitCount units of UTF-16 as a token; punctuation without the blanks around it, if any is left. */
export function addSenseToken(type: u32, units: usize, unitCount: u32): void {
  if (((keptTypes >> type) & 1) === 0) return;
  let start = bytes.address + byteTotal;
  let end = encodeUtf8(units, unitCount, start);
  if (type === TOKEN_PUNCTUATION) {
    while (start < end && isBlank(load<u8>(start))) start++;
    while (start < end && isBlank(load<u8>(end - 1))) end--;
    if (start === end) return;
  }
  const at = tokens.address + (usize(tokenTotal) << 3);
  store<u32>(at, u32(start));
  store<u32>(at, u32(end - start), 4);
  store<u8>(types.address + tokenTotal, type);
  tokenTotal++;
  byteTotal = u32(end - bytes.address);
}

function isBlank(byte: u32): bool {
  return byte === 0x20 || byte - 9 < 5;
}

/** Source: util/charset/wide.h, WideToUTF8. @returns end of the bytes written */
function encodeUtf8(units: usize, unitCount: u32, out: usize): usize {
  const end = units + (usize(unitCount) << 1);
  for (let at = units; at < end; at += 2) {
    let code = u32(load<u16>(at));
    if (code - 0xd800 < 0x800) {
      const next = at + 2 < end ? u32(load<u16>(at, 2)) : 0;
      if (code < 0xdc00 && next - 0xdc00 < 0x400) {
        code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00);
        at += 2;
      } else code = BROKEN_UNIT;
    }
    out = writeCodePoint(code, out);
  }
  return out;
}
