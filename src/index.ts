export type { Feature, FeatureKind } from "./engine/features.ts";
export type { ClassLabel } from "./engine/labels.ts";
export {
  type ColumnsOptions,
  type LoadOptions,
  loadModel,
  Model,
  type ModelInfo,
  type Prediction,
  type PredictionType,
  type PredictOptions,
  predictionTypes,
} from "./engine/model.ts";
export type { Embedding, FeatureValue, Row } from "./engine/rows.ts";
export { CatscoreError, type ErrorCode } from "./errors.ts";
