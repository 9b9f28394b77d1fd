import { exponentiate, reserveExponent } from "./exponent";
import { model } from "./layout";
import { exp, log } from "./math";
import { BAD_PREDICTION_TYPE, OK, status } from "./status";

const RAW_FORMULA_VAL: u32 = 0;
const PROBABILITY: u32 = 1;
const LOG_PROBABILITY: u32 = 2;
const CLASS: u32 = 3;
const EXPONENT: u32 = 4;

/** Numbers that a prediction type gives for one row; 0 for a type that the model cannot give. */
export function widthOf(type: u32): u32 {
  if (type === RAW_FORMULA_VAL || type === CLASS || type === EXPONENT) return 1;
  return type === PROBABILITY || type === LOG_PROBABILITY ? 2 : 0;
}

/**
 * Turns raw values into predictions.
 * @param raw rowCount f64
 * @param out rowCount × widthOf(type) f64; may be raw itself where the width is 1
 * @returns OK, BAD_PREDICTION_TYPE or OUT_OF_MEMORY
 * Source: catboost/libs/eval_result/eval_helpers.cpp, catboost/libs/model/eval_processing.h
 */
export function link(type: u32, raw: usize, out: usize, rowCount: u32): i32 {
  if (type === EXPONENT) {
    if (!reserveExponent()) return status();
    memory.copy(out, raw, usize(rowCount) << 3);
    exponentiate(out, rowCount);
    return OK;
  }
  for (let row: usize = 0; row < usize(rowCount); row++) {
    const x = load<f64>(raw + (row << 3));
    if (type === RAW_FORMULA_VAL) {
      store<f64>(out + (row << 3), x);
    } else if (type === PROBABILITY) {
      const positive = 1 / (1 + exp(-x));
      store<f64>(out + (row << 4), 1 - positive);
      store<f64>(out + (row << 4), positive, 8);
    } else if (type === LOG_PROBABILITY) {
      store<f64>(out + (row << 4), -log(1 + exp(x)));
      store<f64>(out + (row << 4), -log(1 + exp(-x)), 8);
    } else if (type === CLASS) {
      store<f64>(out + (row << 3), f64(x > model.classBorder));
    } else {
      return BAD_PREDICTION_TYPE;
    }
  }
  return OK;
}

/** Raw value above which the probability is above a threshold. */
export function logit(threshold: f64): f64 {
  return -log(1 / threshold - 1);
}
