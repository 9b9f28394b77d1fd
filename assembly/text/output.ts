import { outputFeature } from "../collection";
import { quantizeValue } from "../quantize";
import { reserve, Scratch } from "../scratch";
import { BAD_CALCER, fail } from "../status";
import { Calcer } from "./layout";

/** What a class has collected from the text at hand. */
@unmanaged
export class ClassScore {
  value: f64;
  /** NaiveBayes: tokens of the text that the class has never seen. */
  unseen: u32;
}

const scores = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));

/** Makes room for the scores of classCount classes. @returns false with OUT_OF_MEMORY */
export function reserveScores(classCount: u32): bool {
  return reserve(scores, u64(classCount) * offsetof<ClassScore>());
}

export function classScore(classIndex: u32): ClassScore {
  return changetype<ClassScore>(scores.address + usize(classIndex) * offsetof<ClassScore>());
}

/** Checks that the active outputs are class numbers below a limit. */
export function checkActiveClasses(calcer: Calcer, limit: u32): bool {
  for (let i: u32 = 0; i < calcer.outputCount; i++) {
    const at = calcer.active + (usize(i) << 2);
    if (load<u32>(at) < limit) continue;
    fail(BAD_CALCER, at);
    return false;
  }
  return true;
}

/** Fills the buckets of the calcer's outputs from the scores of the classes, rounded to f32. */
export function quantizeScores(calcer: Calcer, bins: usize, binStride: usize): void {
  for (let i: u32 = 0; i < calcer.outputCount; i++) {
    const classIndex = load<u32>(calcer.active + (usize(i) << 2));
    quantizeValue(f32(classScore(classIndex).value), outputFeature(calcer, i), bins, binStride);
  }
}
