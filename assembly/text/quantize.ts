import { model } from "../layout";
import { scoreBm25 } from "./bm25";
import { quantizeBow } from "./bow";
import { digitize } from "./digitize";
import { idCount, idsAddress, sortIds } from "./ids";
import { CALCER_BOW, CALCER_NAIVE_BAYES, Calcer, Digitizer, TextFeature, Tokenizer } from "./layout";
import { scoreNaiveBayes } from "./naive-bayes";
import { quantizeScores } from "./output";
import { tokenize } from "./tokenize";

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
    let tokenizer = changetype<Tokenizer>(0);
    for (let i: u32 = 0; i < feature.digitizerCount; i++) {
      const digitizer = changetype<Digitizer>(feature.digitizers + usize(i) * offsetof<Digitizer>());
      if (digitizer.tokenizer !== tokenizer) {
        tokenizer = digitizer.tokenizer;
        if (!tokenize(tokenizer, usize(load<u32>(text)), load<u32>(text, 4))) return false;
      }
      if (!digitize(digitizer.dictionary)) return false;
      quantizeIds(digitizer, bins, binStride);
    }
  }
  return true;
}

/** Hands the ids at hand to the calcers of a digitizer. */
function quantizeIds(digitizer: Digitizer, bins: usize, binStride: usize): void {
  const ids = idsAddress();
  const count = idCount();
  let sorted = false;
  for (let k: u32 = 0; k < digitizer.calcerCount; k++) {
    const calcer = changetype<Calcer>(usize(load<u32>(digitizer.calcers + (usize(k) << 2))));
    if (calcer.type === CALCER_BOW) {
      quantizeBow(calcer, ids, count, bins, binStride);
      continue;
    }
    if (!sorted) sortIds();
    sorted = true;
    if (calcer.type === CALCER_NAIVE_BAYES) scoreNaiveBayes(calcer, ids, count);
    else scoreBm25(calcer, ids, count);
    quantizeScores(calcer, bins, binStride);
  }
}
