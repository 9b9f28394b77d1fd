import { fieldF64, fieldVector, vectorItems, vectorLength } from "./flatbuffer";
import { model } from "./layout";
import { allocateBytes } from "./memory";
import { BAD_SCALE, fail, failed } from "./status";

/** Reads scale and biases; old files have the one bias of a one-dimensional model. Source: scale_and_bias.cpp */
export function readScaleAndBias(trees: usize): bool {
  const biases = fieldVector(trees, 16, 8);
  const bias = fieldF64(trees, 15, 0);
  model.scale = fieldF64(trees, 14, 1);
  model.biases = allocateBytes(u64(model.dimension) << 3);
  if (failed()) return false;
  const sound =
    vectorLength(biases) > 0 ? vectorLength(biases) === model.dimension : model.dimension === 1 || bias === 0;
  if (!sound) {
    fail(BAD_SCALE, biases ? biases : trees);
    return false;
  }
  if (biases) memory.copy(model.biases, vectorItems(biases), usize(vectorLength(biases)) << 3);
  else store<f64>(model.biases, bias);
  return true;
}

/**
 * Applies scale and biases to sums of leaf values; multiplication and addition are rounded apart.
 * @param sums rowCount × dimension f64
 * @param fromFirst whether the sums begin with the first tree: only then the biases are added
 * Source: catboost/libs/model/scale_and_bias.h (ApplyScaleAndBias)
 */
export function scaleAndBias(sums: usize, rowCount: u32, fromFirst: bool): void {
  const biased = fromFirst && hasBias();
  // without trees the result is the bias alone
  const scale: f64 = model.treeCount ? model.scale : 1;
  if (scale === 1 && !biased) return;
  const dimension = model.dimension;
  for (let row: u32 = 0; row < rowCount; row++) {
    for (let k: u32 = 0; k < dimension; k++) {
      const at = sums + (usize(row) * dimension + k) * 8;
      const sum = load<f64>(at);
      const bias = load<f64>(model.biases + (usize(k) << 3));
      // adding a bias of 0 would turn -0 into 0, so it is only done where another bias is not 0
      store<f64>(at, !biased ? sum * scale : scale === 1 ? sum + bias : scale * sum + bias);
    }
  }
}

function hasBias(): bool {
  for (let k: u32 = 0; k < model.dimension; k++) {
    if (load<f64>(model.biases + (usize(k) << 3)) !== 0) return true;
  }
  return false;
}
