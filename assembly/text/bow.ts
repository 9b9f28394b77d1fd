import { outputFeature } from "../collection";
import { allocateBytes } from "../memory";
import { BAD_CALCER, BAD_ESTIMATED_FEATURE, fail } from "../status";
import { Calcer, NO_BUCKET } from "./layout";

/**
 * Bag of words: an output is 1 where its token occurs in the text, else 0. With its one border between 0 and
 * 1 the bin is the same number, so a token id leads straight to its bucket.
 * Source: catboost/private/libs/text_features/bow.cpp
 */
export function bindBow(calcer: Calcer): bool {
  const idLimit = calcer.dictionary.idLimit;
  calcer.buckets = allocateBytes(u64(idLimit) << 2);
  if (calcer.buckets === 0) return false;
  memory.fill(calcer.buckets, 0xff, usize(idLimit) << 2);
  for (let i: u32 = 0; i < calcer.outputCount; i++) {
    const at = calcer.active + (usize(i) << 2);
    const id = load<u32>(at);
    if (id >= idLimit || (i > 0 && id <= load<u32>(at - 4))) {
      fail(BAD_CALCER, at);
      return false;
    }
    const feature = outputFeature(calcer, i);
    const border = load<f32>(feature.borders);
    if (feature.borderCount !== 1 || border < 0 || border >= 1) {
      fail(BAD_ESTIMATED_FEATURE, feature.borders);
      return false;
    }
    store<u32>(calcer.buckets + (usize(id) << 2), feature.bucket);
  }
  return true;
}

/** Sets the bins of the ids that occur; all bins of the calcer are 0 before. */
export function quantizeBow(calcer: Calcer, ids: usize, idCount: u32, bins: usize, binStride: usize): void {
  for (let i: u32 = 0; i < idCount; i++) {
    const id = load<u32>(ids + (usize(i) << 2));
    const bucket = load<u32>(calcer.buckets + (usize(id) << 2));
    if (bucket !== NO_BUCKET) store<u8>(bins + usize(bucket) * binStride, 1);
  }
}
