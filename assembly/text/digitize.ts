import { NOT_FOUND } from "../hash-table";
import { reserve, Scratch } from "../scratch";
import { MAX_TOKEN_GRAM } from "./dictionary";
import { addId, addIdOf, clearIds, idOf } from "./ids";
import { Dictionary, LEVEL_LETTER } from "./layout";
import { addLetterGrams } from "./letters";
import { tokenAddress, tokenBytes, tokenCount } from "./tokens";

/** Internal ids of the tokens at hand, u32 each. */
const internalIds = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));
/** Internal ids of one gram. */
const gram = memory.data(i32(MAX_TOKEN_GRAM) << 2, 8);

/**
 * Turns the tokens at hand into ids (ids.ts), in the order of the text; unknown ones are dropped.
 * Source: library/cpp/text_processing/dictionary/mmap_frequency_based_dictionary_impl.cpp
 * @returns false with OUT_OF_MEMORY
 */
export function digitize(dictionary: Dictionary): bool {
  if (dictionary.level === LEVEL_LETTER) return digitizeLetters(dictionary);
  if (!clearIds(u64(tokenCount()) + 1)) return false;
  return dictionary.gramOrder === 1 ? digitizeWords(dictionary) : digitizeGrams(dictionary);
}

function digitizeWords(dictionary: Dictionary): bool {
  for (let i: u32 = 0, n = tokenCount(); i < n; i++) {
    addIdOf(dictionary.words, tokenAddress(i), tokenBytes(i));
  }
  if (dictionary.endOfSentence) addId(dictionary.endOfSentenceId);
  return true;
}

/** Grams of tokens i, i + (s+1), i + 2(s+1) … , known where all of their tokens are. */
function digitizeGrams(dictionary: Dictionary): bool {
  let count = tokenCount();
  if (!reserve(internalIds, (u64(count) + 1) << 2)) return false;
  const internal = internalIds.address;
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(internal + (usize(i) << 2), idOf(dictionary.words, tokenAddress(i), tokenBytes(i)));
  }
  if (dictionary.endOfSentence) {
    store<u32>(internal + (usize(count++) << 2), idOf(dictionary.words, internal, 0));
  }
  const order = dictionary.gramOrder;
  const step = u64(dictionary.skipStep) + 1;
  const span = u64(order - 1) * step;
  for (let i: u64 = 0; i + span < u64(count); i++) {
    let known = true;
    for (let g: u32 = 0; g < order; g++) {
      const id = load<u32>(internal + (usize(i + u64(g) * step) << 2));
      store<u32>(gram + (usize(g) << 2), id);
      known = known && id !== NOT_FOUND;
    }
    if (known) addIdOf(dictionary.grams, gram, usize(order) << 2);
  }
  return true;
}

/** Each letter ends a gram at most, and each token has two grams besides. */
function digitizeLetters(dictionary: Dictionary): bool {
  const count = tokenCount();
  let most = u64(count) << 1;
  for (let i: u32 = 0; i < count; i++) most += u64(tokenBytes(i));
  if (!clearIds(most)) return false;
  for (let i: u32 = 0; i < count; i++) {
    if (!addLetterGrams(dictionary, tokenAddress(i), tokenBytes(i))) return false;
  }
  return true;
}
