import { fieldF32, fieldI32, fieldU64, fieldVector, vectorItems } from "../flatbuffer";
import { log } from "../math";
import { firstFrequency, frequencyAt, readFrequencies, takeClasses } from "./frequencies";
import { Calcer } from "./layout";
import { classScore, reserveScores } from "./output";

/**
 * Reads a BM25 calcer: its table of the open FlatBuffer, then the frequency tables behind it. What a token adds to
 * the score of a class that has seen it does not depend on the text, so it is computed here; f64 throughout.
 *
 *     ln((classes − seen + 0.5) / (seen + 0.5)), at least the truncate border; seen: by how many classes
 *     × count × (K + 1) / (count + K × (1 − B + B × mean / class total))
 *
 * Source: catboost/private/libs/text_features/bm25.cpp
 */
export function readBm25(calcer: Calcer, table: usize): bool {
  const classCount = u32(fieldI32(table, 0, 0));
  const k = f64(fieldF32(table, 1, 0));
  const b = f64(fieldF32(table, 2, 0));
  const truncateBorder = f64(fieldF32(table, 3, 0));
  const totalTokens = fieldU64(table, 4);
  const classTotals = fieldVector(table, 5, 8);
  if (!takeClasses(calcer, classCount, classTotals) || !readFrequencies(calcer)) return false;
  const mean = f64(totalTokens) / f64(classCount);
  for (let id: u32 = 0; id < calcer.dictionary.idLimit; id++) {
    const first = firstFrequency(calcer, id);
    const end = firstFrequency(calcer, id + 1);
    const seen = end - first;
    const inverse = log((f64(classCount - seen) + 0.5) / (f64(seen) + 0.5));
    const weight = inverse > truncateBorder ? inverse : truncateBorder;
    for (let i = first; i < end; i++) {
      const frequency = frequencyAt(calcer, i);
      const classTotal = f64(load<u64>(vectorItems(classTotals) + (usize(frequency.classIndex) << 3)));
      const count = f64(frequency.count);
      const score = (count * (k + 1)) / (count + k * (1 - b + (b * mean) / classTotal));
      frequency.value = frequency.count === 0 ? 0 : weight * score;
    }
  }
  return reserveScores(classCount);
}

/**
 * Fills the scores of the classes: what each token of the text adds to them, however often it occurs.
 * @param ids ascending, equal ones beside each other
 */
export function scoreBm25(calcer: Calcer, ids: usize, idCount: u32): void {
  for (let k: u32 = 0; k < calcer.classCount; k++) classScore(k).value = 0;
  for (let at: u32 = 0; at < idCount; at++) {
    const id = load<u32>(ids + (usize(at) << 2));
    if (at > 0 && load<u32>(ids + (usize(at - 1) << 2)) === id) continue;
    for (let i = firstFrequency(calcer, id), end = firstFrequency(calcer, id + 1); i < end; i++) {
      const frequency = frequencyAt(calcer, i);
      const score = classScore(frequency.classIndex);
      score.value += frequency.value;
    }
  }
}
