import {
  type BundleOptions,
  fetchBytes,
  type LoadOptions,
  loadSource,
  type ModelSource,
  openSource,
  type Place,
} from "./engine/load.ts";
import type { Model } from "./engine/model.ts";

export type { Calcer, CalcerType, Dictionary, Tokenizer } from "./engine/calcers.ts";
export type { Ctr, CtrType } from "./engine/ctrs.ts";
export type { Feature, FeatureKind, NanMode } from "./engine/features.ts";
export type { ModelInfo, PartBytes } from "./engine/info.ts";
export type { ClassLabel } from "./engine/labels.ts";
export type { BundleOptions, LoadOptions, ModelSource } from "./engine/load.ts";
export { type ColumnsOptions, Model } from "./engine/model.ts";
export {
  type Prediction,
  type PredictionType,
  type PredictOptions,
  predictionTypes,
} from "./engine/prediction.ts";
export type { Embedding, FeatureValue, Row } from "./engine/rows.ts";
export { CatscoreError, type ErrorCode } from "./errors.ts";

/** The modules lie beside this entry, or beside the one file that it is built into. */
const PLACE: Place = {
  engineUrl: (simd) =>
    simd ? new URL("catscore.wasm", import.meta.url) : new URL("catscore-scalar.wasm", import.meta.url),
  read: fetchBytes,
  instantiate: async (module) => (await WebAssembly.instantiate(module)).exports,
};

/**
 * Loads a `.cbm` model.
 * @param source URL or the file's bytes; in Node also a path
 * @throws MODEL_NOT_FOUND, MODEL_DAMAGED, MODEL_UNSUPPORTED, MODEL_TOO_LARGE, ENGINE_UNUSABLE
 */
export async function loadModel(source: ModelSource, options: LoadOptions = {}): Promise<Model> {
  return loadSource(PLACE, source, options);
}

/**
 * Opens a bundle: a module that holds a model, made by `catscore bundle`.
 * @param source the compiled module, its URL or bytes; in Node also a path
 * @throws MODEL_NOT_FOUND, MODEL_DAMAGED
 */
export async function openBundle(
  source: WebAssembly.Module | ModelSource,
  options: BundleOptions = {},
): Promise<Model> {
  return openSource(PLACE, source, options);
}
