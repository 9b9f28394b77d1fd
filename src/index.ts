export type { Calcer, CalcerType, Dictionary, Tokenizer } from "./engine/calcers.ts";
export type { Ctr, CtrType } from "./engine/ctrs.ts";
export type { Feature, FeatureKind, NanMode } from "./engine/features.ts";
export type { ModelInfo, PartBytes } from "./engine/info.ts";
export type { ClassLabel } from "./engine/labels.ts";
export { type ColumnsOptions, type LoadOptions, loadModel, Model } from "./engine/model.ts";
export {
  type Prediction,
  type PredictionType,
  type PredictOptions,
  predictionTypes,
} from "./engine/prediction.ts";
export type { Embedding, FeatureValue, Row } from "./engine/rows.ts";
export { CatscoreError, type ErrorCode } from "./errors.ts";
