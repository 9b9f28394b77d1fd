import { exponentiate, exponentiateColumn, reserveExponent } from "./exponent";
import { model } from "./layout";
import {
  hasIndependentOutputs,
  isMultiLabel,
  UNCERTAINTY_NONE,
  UNCERTAINTY_OF_DEVIATION,
  uncertaintyKind,
} from "./loss";
import { exp, log } from "./math";
import { reserve, Scratch } from "./scratch";
import { OK, status } from "./status";

/**
 * From raw values to predictions. Binary models have one raw value and two classes; otherwise there is an output
 * for each class. Source: catboost/libs/eval_result/eval_helpers.cpp, catboost/libs/model/eval_processing.h
 */

const RAW_FORMULA_VAL: u32 = 0;
const PROBABILITY: u32 = 1;
const LOG_PROBABILITY: u32 = 2;
const CLASS: u32 = 3;
const EXPONENT: u32 = 4;
const RMSE_WITH_UNCERTAINTY: u32 = 5;
const MULTI_PROBABILITY: u32 = 6;
export const VIRT_ENSEMBLES: u32 = 7;
export const TOTAL_UNCERTAINTY: u32 = 8;
export const LEAF_INDEXES: u32 = 9;

/** Room for the outputs of the rows of a call. */
const spread = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));

/**
 * Numbers that a prediction type gives for one row (VIRT_ENSEMBLES: for each ensemble, LEAF_INDEXES: for each
 * tree); 0 for a type that the model cannot give.
 */
export function widthOf(type: u32): u32 {
  const dimension = model.dimension;
  switch (type) {
    case RAW_FORMULA_VAL:
      return model.outputCount;
    case PROBABILITY:
    case LOG_PROBABILITY:
      return dimension === 1 ? 2 : model.outputCount;
    case CLASS:
      return model.labelCount === 0 ? 0 : isMultiLabel() ? dimension : 1;
    case EXPONENT:
    case LEAF_INDEXES:
      return 1;
    case RMSE_WITH_UNCERTAINTY:
      return dimension > 1 ? 2 : 0;
    case MULTI_PROBABILITY:
      return hasIndependentOutputs() ? model.outputCount : 0;
    case VIRT_ENSEMBLES:
      return hasEnsembles() ? dimension : 0;
    case TOTAL_UNCERTAINTY:
      return !hasEnsembles() ? 0 : uncertaintyKind() === UNCERTAINTY_OF_DEVIATION ? 3 : 2;
    default:
      return 0;
  }
}

/** CatBoost has none of models whose parameters do not say how they were shrunk, sums of models for one. */
function hasEnsembles(): bool {
  return uncertaintyKind() !== UNCERTAINTY_NONE && model.shrinkage >= 0 && model.shrinkage < 1;
}

/**
 * Turns raw values into predictions of a type that has a width and is not one of ensembles or leaves.
 * @param raw rowCount × dimension f64
 * @param out rowCount × widthOf(type) f64
 * @returns OK or OUT_OF_MEMORY
 */
export function link(type: u32, raw: usize, out: usize, rowCount: u32): i32 {
  const width = model.outputCount;
  if (model.outputOf !== 0) {
    raw = spreadOutputs(raw, rowCount);
    if (raw === 0) return status();
  }
  if (type === EXPONENT) {
    exponentiateColumn(raw, width, 1, out, 1, rowCount);
    return status();
  }
  if (type === RMSE_WITH_UNCERTAINTY) {
    for (let row: usize = 0; row < usize(rowCount); row++) {
      store<f64>(out + (row << 4), load<f64>(raw + ((row * width) << 3)));
    }
    exponentiateColumn(raw + 8, width, 2, out + 8, 2, rowCount);
    return status();
  }
  if (type === RAW_FORMULA_VAL) {
    memory.copy(out, raw, usize(rowCount) * width * 8);
    return OK;
  }
  if (model.dimension === 1 && type !== MULTI_PROBABILITY) {
    // a model that was trained on one class knows no other
    const border: f64 = model.labelCount > 1 || isMultiLabel() ? model.classBorder : Infinity;
    for (let row: usize = 0; row < usize(rowCount); row++) {
      const at = type === CLASS ? out + (row << 3) : out + (row << 4);
      linkBinary(type, load<f64>(raw + (row << 3)), border, at);
    }
    return OK;
  }
  if (!reserveExponent()) return status();
  const byItself = type === CLASS ? isMultiLabel() : hasIndependentOutputs();
  const outBytes = usize(widthOf(type)) << 3;
  for (let row: u32 = 0; row < rowCount; row++) {
    const rowRaw = raw + usize(row) * width * 8;
    const rowOut = out + usize(row) * outBytes;
    if (byItself) linkEach(type, rowRaw, width, rowOut);
    else if (type === CLASS) store<f64>(rowOut, f64(largestOf(rowRaw, width)));
    else softmax(rowRaw, width, rowOut, type === LOG_PROBABILITY);
  }
  return OK;
}

/** The raw value of a binary model, or of a regression, as those of two classes; above `border` it is the second. */
function linkBinary(type: u32, x: f64, border: f64, out: usize): void {
  if (type === PROBABILITY) {
    const positive = 1 / (1 + exp(-x));
    store<f64>(out, 1 - positive);
    store<f64>(out, positive, 8);
  } else if (type === LOG_PROBABILITY) {
    store<f64>(out, -log(1 + exp(x)));
    store<f64>(out, -log(1 + exp(-x)), 8);
  } else {
    store<f64>(out, f64(x > border));
  }
}

/** Each output by itself. */
function linkEach(type: u32, raw: usize, width: u32, out: usize): void {
  for (let at: usize = 0; at < usize(width) << 3; at += 8) {
    const x = load<f64>(raw + at);
    if (type === CLASS) store<f64>(out + at, f64(x > model.classBorder));
    else if (type === LOG_PROBABILITY) store<f64>(out + at, -log(1 + exp(-x)));
    else store<f64>(out + at, 1 / (1 + exp(-x)));
  }
}

/** Position of the first of the largest values. */
function largestOf(values: usize, count: u32): u32 {
  let largest: u32 = 0;
  for (let k: u32 = 1; k < count; k++) {
    if (load<f64>(values + (usize(k) << 3)) > load<f64>(values + (usize(largest) << 3))) largest = k;
  }
  return largest;
}

/**
 * Probabilities that add up to 1, or their logarithms.
 * @param raw, out count f64
 */
export function softmax(raw: usize, count: u32, out: usize, logarithms: bool): void {
  const bytes = usize(count) << 3;
  const largest = load<f64>(raw + (usize(largestOf(raw, count)) << 3));
  for (let at: usize = 0; at < bytes; at += 8) store<f64>(out + at, load<f64>(raw + at) - largest);
  exponentiate(out, count);
  let sum: f64 = 0;
  for (let at: usize = 0; at < bytes; at += 8) sum += load<f64>(out + at);
  const logSum = logarithms ? log(sum) : 0;
  for (let at: usize = 0; at < bytes; at += 8) {
    const value = logarithms ? load<f64>(raw + at) - largest - logSum : load<f64>(out + at) / sum;
    store<f64>(out + at, value);
  }
}

/** Raw values at the places of their classes; a class without one has -Infinity. @returns 0 with OUT_OF_MEMORY */
function spreadOutputs(raw: usize, rowCount: u32): usize {
  const width = usize(model.outputCount);
  const numberCount = u64(rowCount) * u64(width);
  if (!reserve(spread, numberCount << 3)) return 0;
  const outputs = spread.address;
  for (let i: usize = 0; i < usize(numberCount); i++) store<f64>(outputs + (i << 3), -Infinity);
  for (let row: usize = 0; row < usize(rowCount); row++) {
    for (let k: usize = 0; k < usize(model.dimension); k++) {
      const output = usize(load<u32>(model.outputOf + (k << 2)));
      const value = load<f64>(raw + (row * model.dimension + k) * 8);
      store<f64>(outputs + (row * width + output) * 8, value);
    }
  }
  return outputs;
}

/** Raw value above which the probability is above a threshold. */
export function logit(threshold: f64): f64 {
  return -log(1 / threshold - 1);
}
