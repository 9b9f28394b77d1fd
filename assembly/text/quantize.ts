import { model } from "../layout";
import { quantizeBow } from "./bow";
import { digitize, idsAddress, reserveIds } from "./dictionary";
import { CALCER_BOW, Calcer, Digitizer, TextFeature } from "./layout";
import { quantizeNaiveBayes } from "./naive-bayes";
import { reserveTokens, tokenize } from "./tokenizer";

/**
 * Fills the estimated features' buckets of one row; they must be 0 before.
 * @param texts address of the row's text of slot 0: u32 address and u32 bytes of UTF-8; slot s is at
 *   s × textStride bytes
 * @param bins address of the row's bin of bucket 0; bucket b is at b × binStride bytes
 * @returns false with OUT_OF_MEMORY
 */
export function quantizeTexts(texts: usize, textStride: usize, bins: usize, binStride: usize): bool {
  for (let f: u32 = 0, n = model.textFeatureCount; f < n; f++) {
    const feature = changetype<TextFeature>(model.textFeatures + usize(f) * offsetof<TextFeature>());
    const text = texts + usize(feature.slot) * textStride;
    const byteCount = load<u32>(text, 4);
    if (!reserveTokens(byteCount)) return false;
    const tokenCount = tokenize(usize(load<u32>(text)), byteCount);
    if (!reserveIds(tokenCount)) return false;
    for (let i: u32 = 0; i < feature.digitizerCount; i++) {
      const digitizer = changetype<Digitizer>(feature.digitizers + usize(i) * offsetof<Digitizer>());
      quantizeDigitizer(digitizer, tokenCount, bins, binStride);
    }
  }
  return true;
}

function quantizeDigitizer(digitizer: Digitizer, tokenCount: u32, bins: usize, binStride: usize): void {
  const idCount = digitize(digitizer.dictionary, tokenCount);
  const ids = idsAddress();
  let sorted = false;
  for (let k: u32 = 0; k < digitizer.calcerCount; k++) {
    const calcer = changetype<Calcer>(usize(load<u32>(digitizer.calcers + (usize(k) << 2))));
    if (calcer.type === CALCER_BOW) {
      quantizeBow(calcer, ids, idCount, bins, binStride);
      continue;
    }
    if (!sorted) sortIds(ids, idCount);
    sorted = true;
    quantizeNaiveBayes(calcer, ids, idCount, bins, binStride);
  }
}

/** Shell sort, gaps h = 3h + 1: short texts dominate, long ones must not be quadratic. */
function sortIds(ids: usize, count: u32): void {
  let gap: u32 = 1;
  while (gap < count / 3) gap = 3 * gap + 1;
  for (; gap > 0; gap /= 3) {
    for (let i = gap; i < count; i++) {
      const id = load<u32>(ids + (usize(i) << 2));
      let at = i;
      for (; at >= gap && load<u32>(ids + (usize(at - gap) << 2)) > id; at -= gap) {
        store<u32>(ids + (usize(at) << 2), load<u32>(ids + (usize(at - gap) << 2)));
      }
      store<u32>(ids + (usize(at) << 2), id);
    }
  }
}
