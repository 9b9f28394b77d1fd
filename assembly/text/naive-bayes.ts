import { fieldF32, fieldI32, fieldU64, fieldVector, vectorItems, vectorLength } from "../flatbuffer";
import { exp, log } from "../math";
import { allocateBytes } from "../memory";
import { BAD_CALCER, fail } from "../status";
import { firstFrequency, frequencyAt, readFrequencies, takeClasses } from "./frequencies";
import { Calcer, Frequency, NAIVE_BAYES_UNSEEN, NaiveBayesClass } from "./layout";
import { classScore, reserveScores } from "./output";

/**
 * Reads a naive Bayes calcer: its table of the open FlatBuffer, then the frequency tables behind it. Logarithms
 * of each (class, token) are taken once, here.
 * Source: catboost/private/libs/text_features/naive_bayesian.cpp
 */
export function readNaiveBayes(calcer: Calcer, table: usize): bool {
  const classCount = u32(fieldI32(table, 0, 0));
  const classPrior = f64(fieldF32(table, 1, 0));
  const tokenPrior = f64(fieldF32(table, 2, 0));
  const seenTokens = fieldU64(table, 3);
  const classDocs = fieldVector(table, 4, 4);
  const classTotals = fieldVector(table, 5, 8);
  if (!takeClasses(calcer, classCount, classTotals)) return false;
  if (vectorLength(classDocs) !== classCount) {
    fail(BAD_CALCER, table);
    return false;
  }
  calcer.tokenPrior = tokenPrior;
  calcer.logUnseen = log(tokenPrior);
  calcer.classes = allocateBytes(u64(classCount) * offsetof<NaiveBayesClass>());
  if (calcer.classes === 0) return false;
  for (let k: u32 = 0; k < classCount; k++) {
    const record = naiveBayesClass(calcer, k);
    const docs = load<u32>(vectorItems(classDocs) + (usize(k) << 2));
    const total = load<u64>(vectorItems(classTotals) + (usize(k) << 3));
    record.logPrior = log(f64(docs) + classPrior);
    record.total = f64(total) + tokenPrior * f64(seenTokens + 1);
    if (!tabulateTotals(record, tokenPrior)) return false;
  }
  if (!readFrequencies(calcer)) return false;
  for (let i: u32 = 0, n = firstFrequency(calcer, calcer.dictionary.idLimit); i < n; i++) {
    const frequency = frequencyAt(calcer, i);
    frequency.value = log(tokenPrior + f64(frequency.count));
  }
  return reserveScores(classCount);
}

/** Logarithms of the total, raised by the prior of each token that the class has not seen. */
function tabulateTotals(record: NaiveBayesClass, tokenPrior: f64): bool {
  record.logTotals = allocateBytes(u64(NAIVE_BAYES_UNSEEN) << 3);
  if (record.logTotals === 0) return false;
  let total = record.total;
  for (let n: u32 = 0; n < NAIVE_BAYES_UNSEEN; n++) {
    store<f64>(record.logTotals + (usize(n) << 3), log(total));
    total += tokenPrior;
  }
  return true;
}

function naiveBayesClass(calcer: Calcer, classIndex: u32): NaiveBayesClass {
  return changetype<NaiveBayesClass>(calcer.classes + usize(classIndex) * offsetof<NaiveBayesClass>());
}

/**
 * Fills the scores of the classes: the softmax of
 * ln(prior) + count × ln(frequency) of each token − length × ln(total), in f64.
 * @param ids ascending, equal ones beside each other
 */
export function scoreNaiveBayes(calcer: Calcer, ids: usize, idCount: u32): void {
  const classCount = calcer.classCount;
  for (let k: u32 = 0; k < classCount; k++) {
    const score = classScore(k);
    score.value = naiveBayesClass(calcer, k).logPrior;
    score.unseen = 0;
  }
  let at: u32 = 0;
  while (at < idCount) {
    const id = load<u32>(ids + (usize(at) << 2));
    const first = at;
    while (at < idCount && load<u32>(ids + (usize(at) << 2)) === id) at++;
    addToken(calcer, id, f64(at - first));
  }
  let maximum: f64 = -Infinity;
  for (let k: u32 = 0; k < classCount; k++) {
    const score = classScore(k);
    score.value -= f64(idCount) * logTotal(naiveBayesClass(calcer, k), calcer, score.unseen);
    maximum = score.value > maximum ? score.value : maximum;
  }
  let sum: f64 = 0;
  for (let k: u32 = 0; k < classCount; k++) {
    const score = classScore(k);
    score.value = exp(score.value - maximum);
    sum += score.value;
  }
  for (let k: u32 = 0; k < classCount; k++) {
    const score = classScore(k);
    score.value /= sum;
  }
}

/** Adds a token to all classes; the ones that have seen it are listed in ascending order. */
function addToken(calcer: Calcer, id: u32, count: f64): void {
  const unseen = count * calcer.logUnseen;
  let frequency = frequencyAt(calcer, firstFrequency(calcer, id));
  const end = changetype<usize>(frequencyAt(calcer, firstFrequency(calcer, id + 1)));
  for (let k: u32 = 0, n = calcer.classCount; k < n; k++) {
    const score = classScore(k);
    if (changetype<usize>(frequency) < end && frequency.classIndex === k) {
      score.value += count * frequency.value;
      frequency = changetype<Frequency>(changetype<usize>(frequency) + offsetof<Frequency>());
    } else {
      score.value += unseen;
      score.unseen++;
    }
  }
}

function logTotal(record: NaiveBayesClass, calcer: Calcer, unseen: u32): f64 {
  if (unseen < NAIVE_BAYES_UNSEEN) return load<f64>(record.logTotals + (usize(unseen) << 3));
  let total = record.total;
  for (let n: u32 = 0; n < unseen; n++) total += calcer.tokenPrior;
  return log(total);
}
