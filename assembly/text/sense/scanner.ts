import { endsSentence, resetSentence } from "./breaks";
import {
  ACCENTS,
  BEGINNINGS,
  BETWEEN_SENTENCES,
  BLANKS,
  IDEOGRAPH,
  isIn,
  JOINTS,
  LETTERS,
  LINKS,
  MARKS,
  NUMBER_SIGN,
  NUMBERS,
  PLUS,
  PREFIXES,
  SENTENCE_PREFIXES,
  SIGNS,
  SOFT_HYPHEN,
  SURROGATE,
  TERMINATORS,
  TITLES,
  UNASSIGNED,
  WIDE_TERMINATOR,
  ZERO,
} from "./classes";
import { addSpan, beginCompound, endCompound, setDelimiter, setSoftHyphen } from "./compound";
import { setWordSplitting } from "./parts";
import { NO_DELIMITER, SPAN_NUMBER, SPAN_WORD } from "./spans";
import { classAt, reserveSenseText, takeSenseText, unitAddress, unitAt } from "./text";
import {
  addSenseToken,
  clearSenseTokens,
  reserveSenseTokens,
  senseTokenCount,
  TOKEN_PUNCTUATION,
  TOKEN_SENTENCE_BREAK,
} from "./tokens";

/**
 * The tokenizer BySense: a scanner over classes of characters that takes the longest of
 *
 *     compound          [prefix] solid {joint solid} [suffix] {link the like}, or with soft hyphens for links
 *     sentence break    terminators, blanks, up to a capital letter or a digit
 *     ideograph, pair of surrogates, run of punctuation
 *
 * where a solid is a run of letters and digits, or one sign. It takes time in proportion to the text.
 * Source: library/cpp/tokenizer/nlptok_v2.rl6, multitoken_v2.rl
 */

/** Joints within a compound between two links. */
const MAX_JOINTS: u32 = 4;

/** No sentence ends at a terminator before this unit: an earlier one has looked as far. */
let noBreakBefore: u32 = 0;

/** Makes room for a text of byteCount bytes. @returns false with OUT_OF_MEMORY */
export function reserveSense(byteCount: u32): bool {
  return reserveSenseText(byteCount) && reserveSenseTokens(byteCount);
}

/**
 * Splits a text of UTF-8, for which there is room, into the tokens of tokens.ts.
 * @param typeSet types of tokens that are wanted, a bit each
 * @param splitsWords each span of a word is a token: SubTokensPolicy SeveralTokens
 * @returns number of tokens
 */
export function tokenizeBySense(text: usize, byteCount: u32, typeSet: u32, splitsWords: bool): u32 {
  clearSenseTokens(typeSet);
  setWordSplitting(splitsWords);
  resetSentence();
  noBreakBefore = 0;
  const count = takeSenseText(text, byteCount);
  for (let at: u32 = 0; at < count; ) at = takeNext(at);
  return senseTokenCount();
}

/** Notes what begins at a unit. @returns where it ends */
function takeNext(at: u32): u32 {
  const kind = classAt(at);
  let end = at;
  if (isIn(kind, BEGINNINGS | ACCENTS | PREFIXES)) end = takeCompound(at);
  else if (kind === IDEOGRAPH) end = takeIdeograph(at, 1);
  else if (kind === SURROGATE && isPair(at)) end = takeIdeograph(at, 2);
  else if (isIn(kind, TERMINATORS | (1 << WIDE_TERMINATOR)) && at >= noBreakBefore)
    end = takeSentenceBreak(at);
  return end > at ? end : takePunctuation(at);
}

/** Notes a run of punctuation; a sign that may be a prefix, a zero and a lone surrogate stand alone. */
function takePunctuation(at: u32): u32 {
  const kind = classAt(at);
  let set: u32 = 0;
  if (isIn(kind, MARKS)) set = MARKS;
  else if (isIn(kind, TERMINATORS)) set = TERMINATORS;
  else if (isIn(kind, UNASSIGNED)) set = UNASSIGNED;
  let end = at + 1;
  while (isIn(classAt(end), set)) end++;
  addSenseToken(TOKEN_PUNCTUATION, unitAddress(at), end - at);
  return end;
}

/** Whether two surrogates make a code point. */
function isPair(at: u32): bool {
  return unitAt(at) < 0xdc00 && classAt(at + 1) === SURROGATE && unitAt(at + 1) >= 0xdc00;
}

/** Notes one character that is a word. @returns its end */
function takeIdeograph(at: u32, unitCount: u32): u32 {
  beginCompound(at);
  addSpan(at, at + unitCount, SPAN_WORD, 0);
  endCompound();
  return at + unitCount;
}

/** Notes a compound. @returns its end, or `at` where none begins */
function takeCompound(at: u32): u32 {
  const prefix = u32(isIn(classAt(at), PREFIXES));
  if (!beginsSolid(at + prefix)) return at;
  beginCompound(at);
  let end = takeSolid(at + prefix, prefix);
  let joints: u32 = 0;
  let isLinked = false;
  let isHyphenated = false;
  while (true) {
    const kind = classAt(end);
    if (isIn(kind, JOINTS) && joints < MAX_JOINTS && beginsSolid(end + 1)) {
      setDelimiter(0, kind);
      end = takeSolid(end + 1, 0);
      joints++;
    } else if (kind === SOFT_HYPHEN && !isLinked) {
      let next = end + 1;
      while (classAt(next) === SOFT_HYPHEN) next++;
      if (isIn(classAt(next), BEGINNINGS | ACCENTS)) setSoftHyphen();
      if (!beginsSolid(next)) break;
      end = takeSolid(next, 0);
      joints = 0;
      isHyphenated = true;
    } else {
      const next = isHyphenated ? end : takeLinked(end);
      if (next === end) break;
      end = next;
      joints = 0;
      isLinked = true;
    }
  }
  let suffix: u32 = 2;
  while (!isSuffix(end, suffix)) suffix--;
  if (suffix) setDelimiter(suffix, NO_DELIMITER);
  endCompound();
  return end + suffix;
}

/** Takes [suffix] link [prefix] solid. @returns its end, or `at` where there is no such thing */
function takeLinked(at: u32): u32 {
  let solid = at;
  while (isIn(classAt(solid), LINKS | PREFIXES) && solid - at < 5) solid++;
  if (solid === at || !beginsSolid(solid)) return at;
  const prefix = u32(isIn(classAt(solid - 1), PREFIXES) && solid - at > 1 && isLink(at, solid - 2));
  const link = solid - 1 - prefix;
  if (!isLink(at, link)) return at;
  setDelimiter(link - at, classAt(link));
  return takeSolid(solid, prefix);
}

/** Whether there is a link at a unit, and between `at` and it a suffix or nothing. */
function isLink(at: u32, link: u32): bool {
  return isIn(classAt(link), LINKS) && isSuffix(at, link - at);
}

/** Whether the units are nothing, #, + or ++. */
function isSuffix(at: u32, length: u32): bool {
  if (length === 0) return true;
  const first = classAt(at);
  if (length === 1) return first === NUMBER_SIGN || first === PLUS;
  return length === 2 && first === PLUS && classAt(at + 1) === PLUS;
}

/** Whether accents, if any, and then a letter, a digit or a sign stand there. */
function beginsSolid(at: u32): bool {
  while (isIn(classAt(at), ACCENTS)) at++;
  return isIn(classAt(at), BEGINNINGS);
}

/** Takes the spans of a solid; the first has the accents in front. @returns its end */
function takeSolid(at: u32, prefix: u32): u32 {
  let start = at;
  while (isIn(classAt(at), ACCENTS)) at++;
  if (isIn(classAt(at), SIGNS)) {
    addSpan(start, at + 1, SPAN_WORD, prefix);
    return at + 1;
  }
  while (true) {
    const isWord = isIn(classAt(at), LETTERS);
    const set = ACCENTS | (isWord ? LETTERS : NUMBERS);
    while (isIn(classAt(at), set)) at++;
    addSpan(start, at, isWord ? SPAN_WORD : SPAN_NUMBER, prefix);
    if (!isIn(classAt(at), LETTERS | NUMBERS)) return at;
    start = at;
    prefix = 0;
  }
}

/**
 * Notes what ends a sentence: terminators, then blanks with punctuation around them, up to the title that the
 * next one begins with, or to the last sign before it that may stand there, as a bracket. Wide terminators need
 * no blanks. All readings of the text go on side by side.
 * @returns the start of the next sentence, or `at` where none begins
 */
function takeSentenceBreak(at: u32): u32 {
  const isWide = classAt(at) === WIDE_TERMINATOR;
  const titles = isWide ? TITLES | (1 << IDEOGRAPH) : TITLES;
  let end = at;
  if (isWide) while (classAt(end) === WIDE_TERMINATOR) end++;
  let beforeBlanks = true;
  let inBlanks = false;
  let afterBlanks = false;
  let inPrefix = false;
  let afterPrefix = false;
  let next: u32 = 0;
  let firstZero: u32 = 0;
  while (true) {
    const kind = classAt(end);
    const mayBegin = inBlanks || afterBlanks || (isWide && beforeBlanks);
    if (isIn(kind, titles) && (mayBegin || inPrefix || afterPrefix)) break;
    const isBetween = isIn(kind, BETWEEN_SENTENCES);
    const isPrefix = isIn(kind, SENTENCE_PREFIXES);
    if (kind === ZERO && firstZero === 0) firstZero = end;
    if (mayBegin && isPrefix) next = end;
    afterPrefix = (inPrefix || afterPrefix) && isIn(kind, BLANKS);
    inPrefix = (mayBegin || inPrefix) && isPrefix;
    afterBlanks = (inBlanks || afterBlanks) && isBetween;
    inBlanks = (beforeBlanks || inBlanks) && isIn(kind, BLANKS | (1 << ZERO));
    beforeBlanks = beforeBlanks && isBetween;
    if (!(beforeBlanks || inBlanks || afterBlanks || inPrefix || afterPrefix)) {
      noBreakBefore = firstZero > 0 ? firstZero : end;
      return at;
    }
    end++;
  }
  if (next === 0) next = end;
  const ends = endsSentence(unitAt(at), unitAt(end));
  addSenseToken(ends ? TOKEN_SENTENCE_BREAK : TOKEN_PUNCTUATION, unitAddress(at), next - at);
  return next;
}
