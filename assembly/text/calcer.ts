import { bindOutput, calcerOwnTable, calcerUnion, readCalcerTable } from "../collection";
import { estimatedAt, model, SOURCE_TEXT } from "../layout";
import { allocateBytes } from "../memory";
import { readerPosition } from "../reader";
import { BAD_CALCER, BAD_ESTIMATED_FEATURE, BAD_TEXT_PART, fail } from "../status";
import { readBm25 } from "./bm25";
import { calcerById, calcerEntry, entryDigitizer, setEntryCalcer, settleDigitizers } from "./graph";
import { CALCER_BM25, CALCER_BOW, CALCER_NAIVE_BAYES, Calcer, Digitizer } from "./layout";
import { readNaiveBayes } from "./naive-bayes";
import { checkActiveClasses } from "./output";

/** Outputs of all calcers read so far: each must become one estimated feature. */
let outputTotal: u32 = 0;

/**
 * Reads a calcer's body behind its magic.
 * Source: catboost/private/libs/text_features/feature_calcer.cpp
 */
export function readCalcer(id: usize): bool {
  const at = readerPosition();
  const record = allocateBytes(offsetof<Calcer>());
  if (record === 0) return false;
  const calcer = changetype<Calcer>(record);
  if (!readCalcerTable(calcer)) return false;
  const type = calcer.type;
  const own = calcerOwnTable();
  const entry = calcerEntry(id);
  const digitizer = entry ? entryDigitizer(entry) : changetype<Digitizer>(0);
  const hasDictionary = changetype<usize>(digitizer) !== 0 && changetype<usize>(digitizer.dictionary) !== 0;
  if (type > CALCER_BM25 || !hasDictionary) {
    fail(BAD_TEXT_PART, at);
    return false;
  }
  // the union numbers its members otherwise than the type before it: 1 BM25, 2 naive Bayes, 3 BoW
  if (calcerUnion() !== 3 - type) {
    fail(BAD_CALCER, at);
    return false;
  }
  calcer.dictionary = digitizer.dictionary;
  outputTotal += calcer.outputCount;
  setEntryCalcer(entry, calcer);
  if (type === CALCER_BOW) return true;
  const isBayes = type === CALCER_NAIVE_BAYES;
  if (!(isBayes ? readNaiveBayes(calcer, own) : readBm25(calcer, own))) return false;
  // naive Bayes: of two classes or fewer the first one's probability says all
  return checkActiveClasses(calcer, isBayes && calcer.classCount <= 2 ? 1 : calcer.classCount);
}

/**
 * Binds every estimated feature of texts to the output of the calcer that computes it, one to one. A model whose
 * text processing was cut apart fails here; CatBoost itself refuses to apply such a one. Where no estimated
 * feature is left, texts do not matter.
 */
export function bindEstimatedFeatures(): bool {
  let calcer = changetype<Calcer>(0);
  let id: usize = 0;
  let textCount: u32 = 0;
  for (let i: u32 = 0; i < model.estimatedCount; i++) {
    const feature = estimatedAt(i);
    if (feature.source !== SOURCE_TEXT) continue;
    textCount++;
    const calcerId = feature.calcerId;
    if (id === 0 || memory.compare(id, calcerId, 16) !== 0) {
      id = calcerId;
      calcer = calcerById(id);
    }
    if (changetype<usize>(calcer) === 0 || !bindOutput(calcer, i)) {
      fail(BAD_ESTIMATED_FEATURE, calcerId);
      return false;
    }
  }
  if (textCount === 0) {
    model.textFeatureCount = 0;
    return true;
  }
  if (outputTotal !== textCount || !settleDigitizers()) {
    fail(BAD_ESTIMATED_FEATURE, 0);
    return false;
  }
  return true;
}
