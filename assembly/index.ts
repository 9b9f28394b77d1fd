/**
 * The ABI: what hosts call and nothing else. docs/abi.md is its manual. Built twice, with and without SIMD,
 * the same exports and the same bits.
 */
import { largestScore, lowestScores, readScores, reserveScores, smallestScore, takeScores } from "./chars";
import { calcerTotal, describeCalcerAt, describeCtrAt } from "./describe";
import { cityHash64 } from "./hash";
import { computeImportances } from "./importance";
import { INFO_BYTES } from "./info";
import { ClassLabel, featureAt, model } from "./layout";
import { widthOf } from "./link";
import { allocateBytes, memoryUsed } from "./memory";
import { messageBytes, writeMessage } from "./message";
import { partBytes, readModel } from "./model";
import { outAddress, predictRows } from "./predict";
import { categoriesAddress, embeddingsAddress, floatsAddress, reserveRows, textsAddress } from "./score";
import { ALREADY_LOADED, failurePosition, resetStatus } from "./status";

/** Version of this ABI; it grows when an export changes its meaning or goes. New exports do not change it. */
export function abiVersion(): u32 {
  return 3;
}

/** 1 in the build with SIMD. */
export function hasSimd(): u32 {
  return u32(ASC_FEATURE_SIMD);
}

export {
  categoriesAddress,
  computeImportances,
  embeddingsAddress,
  floatsAddress,
  largestScore,
  lowestScores,
  memoryUsed,
  outAddress,
  partBytes,
  reserveRows,
  reserveScores,
  smallestScore,
  takeScores,
  textsAddress,
};

/** Takes byteCount bytes for the host to write to, for good. @returns address, or 0 */
export function allocate(byteCount: u32): usize {
  return allocateBytes(u64(byteCount));
}

/** Loads the .cbm at an address that `allocate` gave; the bytes then belong to the module. @returns a status */
export function loadModel(file: usize, byteCount: u32): i32 {
  if (model.fileAddress) return ALREADY_LOADED;
  resetStatus(file);
  return readModel(file, byteCount);
}

/** Offset of the last failure in the model file, or in the text given to `parseScores`. */
export function statusPosition(): u32 {
  return failurePosition();
}

/** Address of a sentence that says what a status means, ASCII, until the next call; no bytes for 0. */
export function statusMessage(status: i32): usize {
  return writeMessage(status);
}

export function statusMessageBytes(status: i32): u32 {
  return messageBytes(status);
}

/** Size of the model file. */
export function fileBytes(): u32 {
  return model.fileBytes;
}

export function featureCount(): u32 {
  return model.featureCount;
}

/** 0 float, 1 categorical, 2 text, 3 embedding. */
export function featureKind(index: u32): u32 {
  return featureAt(index).kind;
}

/** Column of the feature in a whole row. */
export function featureColumn(index: u32): u32 {
  return featureAt(index).flatIndex;
}

/** Position of the feature in the input block of its kind. */
export function featureSlot(index: u32): u32 {
  return featureAt(index).slot;
}

/** 1 if the model looks at the feature. */
export function featureUsed(index: u32): u32 {
  return featureAt(index).used;
}

/** Borders of a float feature. */
export function featureBorderCount(index: u32): u32 {
  return featureAt(index).borderCount;
}

/** Address of the borders of a float feature, f32, ascending, unaligned. */
export function featureBorders(index: u32): usize {
  return featureAt(index).borders;
}

/** How a float feature met missing values in training: 0 not at all, 1 Min, 2 Max, 3 Forbidden. */
export function featureNanMode(index: u32): u32 {
  return featureAt(index).nanMode;
}

/** How much the feature changes the predictions, in percent; 0 before `computeImportances`. */
export function featureImportance(index: u32): f64 {
  return featureAt(index).importance;
}

/** Numbers of an embedding; 0 where the model looks at none, and for other kinds. */
export function featureDimension(index: u32): u32 {
  return featureAt(index).dimension;
}

/** Address of the name, UTF-8. */
export function featureName(index: u32): usize {
  return featureAt(index).nameAddress;
}

export function featureNameBytes(index: u32): u32 {
  return featureAt(index).nameBytes;
}

export function infoCount(): u32 {
  return model.infoCount;
}

/** Address of four u32: address and bytes of the key, address and bytes of the value, UTF-8. */
export function infoEntry(index: u32): usize {
  return model.info + usize(index) * INFO_BYTES;
}

export function treeCount(): u32 {
  return model.treeCount;
}

export function treeDepthMax(): u32 {
  return model.maxDepth;
}

export function leafCount(): u32 {
  return model.leafCount;
}

/** Raw values of one row. */
export function dimension(): u32 {
  return model.dimension;
}

export function modelScale(): f64 {
  return model.scale;
}

/** Bias of a raw value. */
export function modelBias(index: u32): f64 {
  return load<f64>(model.biases + (usize(index) << 3));
}

export function ctrCount(): u32 {
  return model.ctrCount;
}

/** Address of the words that say what a CTR is. */
export function describeCtr(index: u32): usize {
  return describeCtrAt(index);
}

/** Calcers of texts and embeddings. */
export function calcerCount(): u32 {
  return calcerTotal();
}

/** Address of the words that say what a calcer is. */
export function describeCalcer(index: u32): usize {
  return describeCalcerAt(index);
}

/** 1 for symmetric (oblivious) trees. */
export function isSymmetric(): u32 {
  return u32(model.symmetric);
}

/** Outputs of one row: more than raw values where training never saw some of the classes. */
export function outputCount(): u32 {
  return model.outputCount;
}

/** Address of the name of the loss, ASCII. */
export function lossFunction(): usize {
  return model.loss;
}

export function lossFunctionBytes(): u32 {
  return model.lossBytes;
}

export function classCount(): u32 {
  return model.labelCount;
}

/** 0 integer, 1 float, 2 string, 3 boolean. */
export function classLabelKind(index: u32): u32 {
  return labelAt(index).kind;
}

/** Value of a label that is no string. */
export function classLabelNumber(index: u32): f64 {
  return labelAt(index).number;
}

/** Address of a string label, UTF-8. */
export function classLabelText(index: u32): usize {
  return labelAt(index).text;
}

export function classLabelTextBytes(index: u32): u32 {
  return labelAt(index).textBytes;
}

function labelAt(index: u32): ClassLabel {
  return changetype<ClassLabel>(model.labels + usize(index) * offsetof<ClassLabel>());
}

/** CatBoost's hash of a category's bytes: what goes into the category block. */
export function hashCategory(text: usize, byteCount: u32): u32 {
  return u32(cityHash64(text, usize(byteCount)));
}

/** Numbers of one row's prediction; 0 where the model cannot give the type. */
export function predictionWidth(type: u32): u32 {
  return widthOf(type);
}

/**
 * Scores rowCount rows of the input blocks into the output block, with the trees from treeBegin to before treeEnd.
 * ensembleCount is that of virtual ensembles. @returns a status
 */
export function predict(rowCount: u32, type: u32, treeBegin: u32, treeEnd: u32, ensembleCount: u32): i32 {
  return predictRows(rowCount, type, treeBegin, treeEnd, ensembleCount);
}

/** Reads a list of scores from ASCII text "[0.5, 1]". @returns a status */
export function parseScores(text: usize, byteCount: u32): i32 {
  resetStatus(text);
  return readScores(text, byteCount);
}
