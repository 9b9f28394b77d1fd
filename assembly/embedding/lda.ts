import { fieldBool, fieldI32, fieldVector, vectorItems, vectorLength } from "../flatbuffer";
import { BAD_EMBEDDING_CALCER, fail, failed, UNSUPPORTED_EMBEDDING } from "../status";
import { EmbeddingCalcer } from "./layout";
import { quantizeOutput } from "./output";

/** What CatBoost gives for a likelihood of two classes in a loaded model, whatever the embedding. */
const LIKELIHOOD: f32 = 0.5;

/**
 * Reads a linear discriminant analysis. The outputs are the components of the projection; in a calcer with
 * likelihoods one for each class follows. The file lacks what they are computed from: with two classes CatBoost
 * then finds both alike, with more it fails.
 * Source: catboost/private/libs/embedding_features/lda.cpp
 */
export function readLda(calcer: EmbeddingCalcer, table: usize): bool {
  const dimension = fieldI32(table, 0, 0);
  const classCount = fieldI32(table, 1, 0);
  const componentCount = fieldI32(table, 2, 0);
  const hasLikelihoods = fieldBool(table, 3, false);
  const projection = fieldVector(table, 4, 4);
  const isClassification = fieldBool(table, 5, true);
  if (failed()) return false;
  const sound =
    dimension > 0 &&
    componentCount > 0 &&
    u64(dimension) * u64(componentCount) === u64(vectorLength(projection));
  if (!sound) {
    fail(BAD_EMBEDDING_CALCER, table);
    return false;
  }
  calcer.dimension = u32(dimension);
  calcer.componentCount = u32(componentCount);
  calcer.projection = vectorItems(projection);
  const likelihoodCount = hasLikelihoods && isClassification ? u64(max(classCount, 0)) : 0;
  for (let i: u32 = 0; i < calcer.outputCount; i++) {
    const at = calcer.active + (usize(i) << 2);
    const output = u64(load<u32>(at));
    if (output < u64(componentCount)) continue;
    if (output >= u64(componentCount) + likelihoodCount) fail(BAD_EMBEDDING_CALCER, at);
    else if (classCount !== 2 || dimension < 2) fail(UNSUPPORTED_EMBEDDING, at);
    if (failed()) return false;
  }
  return true;
}

/**
 * Fills the buckets of the calcer's outputs. A component is summed from left to right in f32.
 * Source: contrib/libs/cblas/sgemv.c
 */
export function quantizeLda(calcer: EmbeddingCalcer, vector: usize, bins: usize, binStride: usize): void {
  const rowBytes = usize(calcer.dimension) << 2;
  for (let i: u32 = 0; i < calcer.outputCount; i++) {
    const output = load<u32>(calcer.active + (usize(i) << 2));
    let value: f32 = LIKELIHOOD;
    if (output < calcer.componentCount) {
      value = 0;
      const row = calcer.projection + usize(output) * rowBytes;
      for (let at: usize = 0; at < rowBytes; at += 4) value += load<f32>(row + at) * load<f32>(vector + at);
    }
    quantizeOutput(calcer, i, value, bins, binStride);
  }
}
