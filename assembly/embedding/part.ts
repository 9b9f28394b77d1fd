import { partId, partKind, readCollectionHeader, readPartHead } from "../collection";
import { fieldVector, vectorItems, vectorLength, vectorTable } from "../flatbuffer";
import { featureAt, KIND_EMBEDDING, model } from "../layout";
import { allocateBytes } from "../memory";
import { bytesLeft, readerPosition } from "../reader";
import { BAD_EMBEDDING_PART, fail, failed } from "../status";
import { readCalcer } from "./calcer";
import { EmbeddingCalcer, EmbeddingFeature } from "./layout";
import { bindOutputs, calcerById } from "./output";

/** Most calcers of a model. */
const MAX_CALCERS: u32 = 4096;

const PART_CALCER: u32 = 0;

let calcerCount: u32 = 0;

/**
 * Reads the part "embed_process_1", which is the last: calcers follow to the end of the file.
 *
 *     header | parts (collection.ts), each a calcer
 *
 * Source: catboost/private/libs/embedding_features/embedding_processing_collection.cpp
 */
export function readEmbeddingPart(): bool {
  const header = readCollectionHeader();
  if (failed() || !readHeader(header)) return false;
  while (bytesLeft() > 0) {
    const at = readerPosition();
    if (!readPartHead()) return false;
    const id = partId();
    const calcer =
      id === 0 ? changetype<EmbeddingCalcer>(0) : calcerById(model.embeddingCalcers, calcerCount, id);
    if (partKind() !== PART_CALCER || changetype<usize>(calcer) === 0 || calcer.type !== 0) {
      fail(BAD_EMBEDDING_PART, at);
      return false;
    }
    if (!readCalcer(calcer)) return false;
  }
  return settleDimensions() && bindOutputs(model.embeddingCalcers, calcerCount);
}

/** {calcer ids, of each embedding feature the positions of its calcers}: which calcers look at which embedding. */
function readHeader(header: usize): bool {
  const calcerIds = fieldVector(header, 0, 16);
  const perFeature = fieldVector(header, 1, 4);
  if (failed()) return false;
  calcerCount = vectorLength(calcerIds);
  if (calcerCount > MAX_CALCERS || vectorLength(perFeature) > model.embeddingSlots) {
    fail(BAD_EMBEDDING_PART, header);
    return false;
  }
  model.embeddingCalcers = allocateBytes(u64(calcerCount) * offsetof<EmbeddingCalcer>());
  model.embeddingFeatures = allocateBytes(u64(model.embeddingSlots) * offsetof<EmbeddingFeature>());
  if (failed()) return false;
  for (let c: u32 = 0; c < calcerCount; c++) calcerAt(c).id = vectorItems(calcerIds) + (usize(c) << 4);
  for (let f: u32 = 0; f < vectorLength(perFeature); f++) {
    const ids = fieldVector(vectorTable(perFeature, f), 0, 4);
    if (failed()) return false;
    if (vectorLength(ids) === 0) continue;
    const feature = embeddingAt(model.embeddingFeatureCount++);
    feature.slot = f;
    feature.calcers = vectorItems(ids);
    feature.calcerCount = vectorLength(ids);
    if (!linkCalcers(feature)) return false;
  }
  return true;
}

/** Every calcer looks at one embedding. */
function linkCalcers(feature: EmbeddingFeature): bool {
  for (let i: u32 = 0; i < feature.calcerCount; i++) {
    const at = feature.calcers + (usize(i) << 2);
    const id = load<u32>(at);
    if (id >= calcerCount || calcerAt(id).linked) {
      fail(BAD_EMBEDDING_PART, at);
      return false;
    }
    calcerAt(id).linked = true;
  }
  return true;
}

/** The calcers say what the features leave open: how many numbers an embedding has. Those of one must agree. */
function settleDimensions(): bool {
  for (let f: u32 = 0; f < model.embeddingFeatureCount; f++) {
    const feature = embeddingAt(f);
    for (let i: u32 = 0; i < feature.calcerCount; i++) {
      const at = feature.calcers + (usize(i) << 2);
      const calcer = calcerAt(load<u32>(at));
      if (calcer.type === 0 || (i > 0 && calcer.dimension !== feature.dimension)) {
        fail(BAD_EMBEDDING_PART, at);
        return false;
      }
      feature.dimension = calcer.dimension;
    }
    noteDimension(feature);
  }
  return true;
}

function noteDimension(embedding: EmbeddingFeature): void {
  for (let i: u32 = 0; i < model.featureCount; i++) {
    const input = featureAt(i);
    if (input.kind === KIND_EMBEDDING && input.slot === embedding.slot) input.dimension = embedding.dimension;
  }
}

function calcerAt(index: u32): EmbeddingCalcer {
  return changetype<EmbeddingCalcer>(model.embeddingCalcers + usize(index) * offsetof<EmbeddingCalcer>());
}

function embeddingAt(index: u32): EmbeddingFeature {
  return changetype<EmbeddingFeature>(model.embeddingFeatures + usize(index) * offsetof<EmbeddingFeature>());
}
