import { bindOutput, outputFeature } from "../collection";
import { estimatedAt, model, SOURCE_EMBEDDING } from "../layout";
import { quantizeValue } from "../quantize";
import { BAD_ESTIMATED_FEATURE, fail } from "../status";
import { EmbeddingCalcer } from "./layout";

/**
 * Binds the estimated features of embeddings to the outputs of the calcers that compute them. Those without
 * borders stand for outputs that training dropped from the calcer, and have nothing to bind to.
 * @param calcers address of calcerCount EmbeddingCalcer, all read
 */
export function bindOutputs(calcers: usize, calcerCount: u32): bool {
  for (let i: u32 = 0; i < model.estimatedCount; i++) {
    const feature = estimatedAt(i);
    if (feature.source !== SOURCE_EMBEDDING || feature.borderCount === 0) continue;
    const calcer = calcerById(calcers, calcerCount, feature.calcerId);
    if (changetype<usize>(calcer) === 0 || !calcer.linked || !bindOutput(calcer, i)) {
      fail(BAD_ESTIMATED_FEATURE, feature.calcerId);
      return false;
    }
  }
  return true;
}

/** The calcer with an id, or null. */
export function calcerById(calcers: usize, calcerCount: u32, id: usize): EmbeddingCalcer {
  for (let c: u32 = 0; c < calcerCount; c++) {
    const calcer = changetype<EmbeddingCalcer>(calcers + usize(c) * offsetof<EmbeddingCalcer>());
    if (memory.compare(calcer.id, id, 16) === 0) return calcer;
  }
  return changetype<EmbeddingCalcer>(0);
}

/** Writes the bins of a calcer's output, if an estimated feature takes it. */
export function quantizeOutput(
  calcer: EmbeddingCalcer,
  output: u32,
  value: f32,
  bins: usize,
  binStride: usize,
): void {
  const feature = outputFeature(calcer, output);
  if (changetype<usize>(feature) !== 0) quantizeValue(value, feature, bins, binStride);
}
