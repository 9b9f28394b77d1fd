import {
  BUCKET_VALUES,
  CtrFeature,
  CtrKey,
  estimatedAt,
  FloatFeature,
  KIND_CATEGORICAL,
  KIND_EMBEDDING,
  KIND_FLOAT,
  KIND_TEXT,
  model,
  OneHotFeature,
  SOURCE_TEXT,
} from "./layout";
import { reserve, Scratch } from "./scratch";

/**
 * The effects of what trees can test: of each float, number of a calcer, category compared with values, and CTR.
 *
 *     owners    bucketCount u32       the Effect that each bucket belongs to
 *     effects   Effect after Effect
 *     ranked    u32, addresses        those that trees name, in the order in which they do; then the largest first
 *
 * Source: catboost/libs/fstr/calc_fstr.cpp (GetFeatureToIdxMap, CalcFeatureEffectAverageChange), feature_str.cpp
 */
const scratch = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));
let owners: usize = 0;
let effects: usize = 0;
let effectCount: u32 = 0;
let ranked: usize = 0;
let rankedCount: u32 = 0;

/** What the splits that test one thing do. */
@unmanaged
export class Effect {
  /** A sum, then percent of all. */
  value: f64;
  /** Kind and slot of the input feature that is tested; of a CTR nothing. */
  kind: u32;
  slot: u32;
  /** Of a CTR: what it combines. */
  key: CtrKey;
  /** Number among those that trees name, from 1 on; 0 where none does. */
  rank: u32;
}

/** Lists the effects, none of which has a value yet. @returns false with OUT_OF_MEMORY */
export function listEffects(): bool {
  const most = model.floatCount + model.estimatedCount + model.oneHotCount + model.ctrCount;
  const ownerBytes = usize(model.bucketCount) << 2;
  const effectBytes = u64(most) * offsetof<Effect>();
  if (!reserve(scratch, u64(ownerBytes) + effectBytes + (u64(most) << 2))) return false;
  owners = scratch.address;
  effects = owners + ownerBytes;
  ranked = effects + usize(effectBytes);
  for (let i: u32 = 0; i < model.floatCount; i++) {
    const float = changetype<FloatFeature>(model.floats + usize(i) * offsetof<FloatFeature>());
    addEffect(float.bucket, float.borderCount, KIND_FLOAT, float.slot);
  }
  for (let i: u32 = 0; i < model.estimatedCount; i++) {
    const estimated = estimatedAt(i);
    const kind = estimated.source === SOURCE_TEXT ? KIND_TEXT : KIND_EMBEDDING;
    addEffect(estimated.bucket, estimated.borderCount, kind, estimated.slot);
  }
  for (let i: u32 = 0; i < model.oneHotCount; i++) {
    const oneHot = changetype<OneHotFeature>(model.oneHots + usize(i) * offsetof<OneHotFeature>());
    addEffect(oneHot.bucket, oneHot.valueCount, KIND_CATEGORICAL, oneHot.slot);
  }
  for (let i: u32 = 0; i < model.ctrCount; i++) {
    const ctr = changetype<CtrFeature>(model.ctrs + usize(i) * offsetof<CtrFeature>());
    addEffect(ctr.bucket, ctr.borderCount, KIND_CATEGORICAL, 0).key = ctr.key;
  }
  rankEffects();
  return true;
}

function addEffect(bucket: u32, valueCount: u32, kind: u32, slot: u32): Effect {
  const effect = changetype<Effect>(effects + usize(effectCount++) * offsetof<Effect>());
  effect.kind = kind;
  effect.slot = slot;
  for (let k: u32 = 0; k < valueCount; k += BUCKET_VALUES) {
    store<u32>(owners + (usize(bucket++) << 2), u32(changetype<usize>(effect)));
  }
  return effect;
}

/** Ranks effects as the list of split ids names them, which has an id for the leaves of non-symmetric trees, too. */
function rankEffects(): void {
  for (let i: u32 = 0; i < model.treeSplitCount; i++) {
    const id = load<u32>(model.treeSplits + (usize(i) << 2));
    if (id >= model.splitIdCount) continue;
    const effect = effectOf(load<u32>(model.splitIds + (usize(id) << 2)));
    if (effect.rank > 0) continue;
    setRanked(rankedCount++, effect);
    effect.rank = rankedCount;
  }
}

/** The effect of what a Split tests. */
export function effectOf(split: u32): Effect {
  return changetype<Effect>(usize(load<u32>(owners + (usize(split & 0xffff) << 2))));
}

/** Effects that trees name. */
export function effectsNamed(): u32 {
  return rankedCount;
}

export function rankedAt(position: u32): Effect {
  return changetype<Effect>(usize(load<u32>(ranked + (usize(position) << 2))));
}

function setRanked(position: u32, effect: Effect): void {
  store<u32>(ranked + (usize(position) << 2), u32(changetype<usize>(effect)));
}

/** Turns sums into percent of all: NaN where nothing has an effect, as in CatBoost. */
export function convertToPercents(): void {
  let total: f64 = 0;
  for (let i: u32 = 0; i < rankedCount; i++) total += rankedAt(i).value;
  for (let i: u32 = 0; i < rankedCount; i++) rankedAt(i).value *= 100 / total;
}

/** Brings the largest effects to the front, of equal ones the last named. Shell sort, gaps h = 3h + 1. */
export function sortEffects(): void {
  let gap: u32 = 1;
  while (gap < rankedCount / 3) gap = 3 * gap + 1;
  for (; gap > 0; gap /= 3) {
    for (let i = gap; i < rankedCount; i++) {
      const effect = rankedAt(i);
      let at = i;
      for (; at >= gap && isBefore(effect, rankedAt(at - gap)); at -= gap) setRanked(at, rankedAt(at - gap));
      setRanked(at, effect);
    }
  }
}

function isBefore(a: Effect, b: Effect): bool {
  return a.value > b.value || (a.value === b.value && a.rank > b.rank);
}
