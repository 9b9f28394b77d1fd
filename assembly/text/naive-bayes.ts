import { fieldF32, fieldI32, fieldU64, fieldVector, vectorItems, vectorLength } from "../flatbuffer";
import { EstimatedFeature, model } from "../layout";
import { exp, log } from "../math";
import { allocateBytes } from "../memory";
import { quantizeValue } from "../quantize";
import { readBytes, readSize, readU32, readU64 } from "../reader";
import { BAD_CALCER, fail, failed } from "../status";
import { Calcer, NAIVE_BAYES_UNSEEN, NaiveBayesClass } from "./layout";

const EMPTY: u32 = u32.MAX_VALUE;
/** Most classes of a calcer. */
const MAX_CLASSES: u32 = 1 << 16;

/** Logarithms, then probabilities, of the classes for the text at hand. */
let values: usize = 0;
let valueRoom: u32 = 0;

/**
 * Reads a naive Bayes calcer: its table of the open FlatBuffer, then the frequency tables behind it.
 * Source: catboost/private/libs/text_features/naive_bayesian.cpp, helpers.h
 */
export function readNaiveBayes(calcer: Calcer, table: usize): bool {
  const classCount = u32(fieldI32(table, 0, 0));
  const classPrior = f64(fieldF32(table, 1, 0));
  const tokenPrior = f64(fieldF32(table, 2, 0));
  const seenTokens = fieldU64(table, 3);
  const classDocs = fieldVector(table, 4, 4);
  const classTotals = fieldVector(table, 5, 8);
  if (failed()) return false;
  const fits = vectorLength(classDocs) === classCount && vectorLength(classTotals) === classCount;
  if (!fits || classCount === 0 || classCount > MAX_CLASSES || readSize() !== u64(classCount)) {
    fail(BAD_CALCER, table);
    return false;
  }
  if (classCount > valueRoom) {
    values = allocateBytes(u64(classCount) << 3);
    valueRoom = classCount;
  }
  calcer.classCount = classCount;
  calcer.tokenPrior = tokenPrior;
  calcer.classes = allocateBytes(u64(classCount) * offsetof<NaiveBayesClass>());
  if (values === 0 || calcer.classes === 0) return false;
  for (let k: u32 = 0; k < classCount; k++) {
    const record = changetype<NaiveBayesClass>(calcer.classes + usize(k) * offsetof<NaiveBayesClass>());
    const docs = load<u32>(vectorItems(classDocs) + (usize(k) << 2));
    const total = load<u64>(vectorItems(classTotals) + (usize(k) << 3));
    record.logPrior = log(f64(docs) + classPrior);
    record.total = f64(total) + tokenPrior * f64(seenTokens + 1);
    if (!tabulateTotals(record, tokenPrior) || !readFrequencies(record, calcer)) return false;
  }
  return true;
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

/** u64 × 3, then size buckets of {u32 token, u32 frequency}, then two u32. */
function readFrequencies(record: NaiveBayesClass, calcer: Calcer): bool {
  readU64();
  readU64();
  readU64();
  const bucketCount = readSize();
  const buckets = readBytes(bucketCount << 3);
  readU32();
  readU32();
  record.logFrequencies = allocateBytes(u64(calcer.idLimit) << 3);
  record.seen = allocateBytes(u64(calcer.idLimit));
  if (failed()) return false;
  const logUnseen = log(calcer.tokenPrior);
  for (let id: u32 = 0; id < calcer.idLimit; id++) {
    store<f64>(record.logFrequencies + (usize(id) << 3), logUnseen);
  }
  for (let i: usize = 0; i < usize(bucketCount); i++) {
    const id = load<u32>(buckets + (i << 3));
    if (id === EMPTY || id >= calcer.idLimit) continue;
    const frequency = load<u32>(buckets + (i << 3), 4);
    store<f64>(record.logFrequencies + (usize(id) << 3), log(calcer.tokenPrior + f64(frequency)));
    store<u8>(record.seen + id, 1);
  }
  return true;
}

/** Outputs are class numbers; two classes or fewer have the one output 0. */
export function checkNaiveBayes(calcer: Calcer): bool {
  const baseCount = calcer.classCount > 2 ? calcer.classCount : 1;
  for (let i: u32 = 0; i < calcer.outputCount; i++) {
    const at = calcer.active + (usize(i) << 2);
    if (load<u32>(at) < baseCount) continue;
    fail(BAD_CALCER, at);
    return false;
  }
  return true;
}

/**
 * Fills the buckets of the calcer's outputs: the softmax of
 * ln(prior) + count × ln(frequency) of each token − length × ln(total), in f64, rounded to f32 at the end.
 * @param ids ascending, equal ones beside each other
 */
export function quantizeNaiveBayes(
  calcer: Calcer,
  ids: usize,
  idCount: u32,
  bins: usize,
  binStride: usize,
): void {
  let maximum: f64 = -Infinity;
  for (let k: u32 = 0; k < calcer.classCount; k++) {
    const record = changetype<NaiveBayesClass>(calcer.classes + usize(k) * offsetof<NaiveBayesClass>());
    const value = logLikelihood(record, calcer, ids, idCount);
    store<f64>(values + (usize(k) << 3), value);
    maximum = value > maximum ? value : maximum;
  }
  let sum: f64 = 0;
  for (let k: u32 = 0; k < calcer.classCount; k++) {
    const at = values + (usize(k) << 3);
    const weight = exp(load<f64>(at) - maximum);
    store<f64>(at, weight);
    sum += weight;
  }
  for (let i: u32 = 0; i < calcer.outputCount; i++) {
    const output = load<u32>(calcer.active + (usize(i) << 2));
    const value = f32(load<f64>(values + (usize(output) << 3)) / sum);
    const index = load<u32>(calcer.outputs + (usize(i) << 2));
    const feature = changetype<EstimatedFeature>(
      model.estimated + usize(index) * offsetof<EstimatedFeature>(),
    );
    quantizeValue(value, feature, bins, binStride);
  }
}

function logLikelihood(record: NaiveBayesClass, calcer: Calcer, ids: usize, idCount: u32): f64 {
  let value = record.logPrior;
  let unseen: u32 = 0;
  let at: u32 = 0;
  while (at < idCount) {
    const id = load<u32>(ids + (usize(at) << 2));
    const first = at;
    while (at < idCount && load<u32>(ids + (usize(at) << 2)) === id) at++;
    unseen += u32(load<u8>(record.seen + id) === 0);
    value += f64(at - first) * load<f64>(record.logFrequencies + (usize(id) << 3));
  }
  return value - f64(idCount) * logTotal(record, calcer, unseen);
}

function logTotal(record: NaiveBayesClass, calcer: Calcer, unseen: u32): f64 {
  if (unseen < NAIVE_BAYES_UNSEEN) return load<f64>(record.logTotals + (usize(unseen) << 3));
  let total = record.total;
  for (let n: u32 = 0; n < unseen; n++) total += calcer.tokenPrior;
  return log(total);
}
