import { model } from "../layout";
import { fail, WRONG_DIMENSION } from "../status";
import { quantizeKnn } from "./knn";
import { CALCER_LDA, EmbeddingCalcer, EmbeddingFeature } from "./layout";
import { quantizeLda } from "./lda";

/**
 * Fills the buckets of the embeddings' estimated features of one row.
 * @param embeddings address of the row's embedding of slot 0: u32 address and u32 count of f32; slot s is at
 *   s × embeddingStride bytes
 * @param bins address of the row's bin of bucket 0; bucket b is at b × binStride bytes
 * @returns false with WRONG_DIMENSION
 */
export function quantizeEmbeddings(
  embeddings: usize,
  embeddingStride: usize,
  bins: usize,
  binStride: usize,
): bool {
  for (let f: u32 = 0, n = model.embeddingFeatureCount; f < n; f++) {
    const feature = changetype<EmbeddingFeature>(
      model.embeddingFeatures + usize(f) * offsetof<EmbeddingFeature>(),
    );
    const embedding = embeddings + usize(feature.slot) * embeddingStride;
    if (load<u32>(embedding, 4) !== feature.dimension) {
      fail(WRONG_DIMENSION, 0);
      return false;
    }
    const vector = usize(load<u32>(embedding));
    for (let i: u32 = 0; i < feature.calcerCount; i++) {
      const id = load<u32>(feature.calcers + (usize(i) << 2));
      const calcer = changetype<EmbeddingCalcer>(
        model.embeddingCalcers + usize(id) * offsetof<EmbeddingCalcer>(),
      );
      if (calcer.type === CALCER_LDA) quantizeLda(calcer, vector, bins, binStride);
      else quantizeKnn(calcer, vector, bins, binStride);
    }
  }
  return true;
}
