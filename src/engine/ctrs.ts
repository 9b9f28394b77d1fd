import type { Feature } from "./features.ts";
import type { EngineModule } from "./wasm.ts";

const CTR_TYPES = [
  "Borders",
  "Buckets",
  "BinarizedTargetMeanValue",
  "FloatTargetMeanValue",
  "Counter",
  "FeatureFreq",
] as const;

export type CtrType = (typeof CTR_TYPES)[number];

/** Words of a CTR's description. */
const WORDS = 12;

/** A statistic of categories from the training data, compared with borders like a float. */
export interface Ctr {
  readonly type: CtrType;
  /** Which border of the target it counts by: of Borders and Buckets, else 0. */
  readonly targetBorder: number;
  /** Names of the categorical features that it combines. */
  readonly categories: readonly string[];
  /** Splits of floats that are part of the combination. */
  readonly floatSplitCount: number;
  /** Comparisons with one value that are part of the combination. */
  readonly oneHotSplitCount: number;
  /** Added to the counts: value = (count + numerator) / (total + denominator). */
  readonly prior: { readonly numerator: number; readonly denominator: number };
  /** Then (value + shift) × scale. */
  readonly shift: number;
  readonly scale: number;
  readonly borderCount: number;
  /** Size of its table, which CTRs with one combination share. */
  readonly tableBytes: number;
}

/** The CTRs of a loaded model, in its order. */
export function readCtrs(module: EngineModule, features: readonly Feature[]): Ctr[] {
  const bySlot = new Map(features.filter(isCategorical).map(({ slot, name }) => [slot, name]));
  return Array.from({ length: module.exports.ctrCount() }, (_, i) => readCtr(module, i, bySlot));
}

function isCategorical({ kind }: Feature): boolean {
  return kind === "categorical";
}

function readCtr(module: EngineModule, i: number, names: ReadonlyMap<number, string>): Ctr {
  const address = module.exports.describeCtr(i);
  const word = module.words(address, WORDS);
  const number = module.f32.subarray(word.byteOffset >>> 2, (word.byteOffset >>> 2) + WORDS);
  const [type = 0, targetBorder = 0] = word;
  const [, , numerator = 0, denominator = 0, shift = 0, scale = 0] = number;
  const [
    borderCount = 0,
    slots = 0,
    slotCount = 0,
    floatSplitCount = 0,
    oneHotSplitCount = 0,
    tableBytes = 0,
  ] = word.subarray(6);
  return {
    type: CTR_TYPES[type] ?? "Borders",
    targetBorder,
    categories: Array.from(module.words(slots, slotCount), (slot) => names.get(slot) ?? ""),
    floatSplitCount,
    oneHotSplitCount,
    prior: { numerator, denominator },
    shift,
    scale,
    borderCount,
    tableBytes,
  };
}
