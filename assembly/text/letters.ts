import { reserve, Scratch } from "../scratch";
import { letterBytes } from "../utf8";
import { addIdOf } from "./ids";
import { Dictionary } from "./layout";

const BLANK: u8 = 0x20;
const NO_TEXT: u32 = u32.MAX_VALUE;

/** The gram at the end of a token. */
const lastGram = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));

/**
 * Appends the ids of the grams of a token's letters, g being the gram order. Of "wind" and g = 3:
 *
 *     start  "wi"            g − 1 letters
 *     all    "win" "ind"     g letters
 *     end    "nd "           g − 1 letters and a blank; also of a token of g − 2 letters
 *
 * A token that is no UTF-8 has none. Source: library/cpp/text_processing/dictionary/util.h
 * @returns false with OUT_OF_MEMORY
 */
export function addLetterGrams(dictionary: Dictionary, token: usize, byteCount: u32): bool {
  const end = token + byteCount;
  const letters = countLetters(token, end);
  const order = dictionary.gramOrder;
  if (letters === NO_TEXT || u64(order) > u64(letters) + 2) return true;
  let gramEnd = token;
  for (let i: u32 = 1; i < order && gramEnd < end; i++) gramEnd += letterBytes(gramEnd, end);
  if (u64(order) <= u64(letters) + 1) addIdOf(dictionary.words, token, gramEnd - token);
  let gramStart = token;
  while (gramEnd < end) {
    gramEnd += letterBytes(gramEnd, end);
    addIdOf(dictionary.words, gramStart, gramEnd - gramStart);
    gramStart += letterBytes(gramStart, end);
  }
  return dictionary.endOfWord === 0 || addLastGram(dictionary, gramStart, end - gramStart);
}

function addLastGram(dictionary: Dictionary, letters: usize, byteCount: usize): bool {
  if (!reserve(lastGram, u64(byteCount) + 1)) return false;
  memory.copy(lastGram.address, letters, byteCount);
  store<u8>(lastGram.address + byteCount, BLANK);
  addIdOf(dictionary.words, lastGram.address, byteCount + 1);
  return true;
}

/** Letters of a token; NO_TEXT where it is no UTF-8. */
function countLetters(token: usize, end: usize): u32 {
  let count: u32 = 0;
  while (token < end) {
    const byteCount = letterBytes(token, end);
    if (byteCount === 0) return NO_TEXT;
    token += byteCount;
    count++;
  }
  return count;
}
