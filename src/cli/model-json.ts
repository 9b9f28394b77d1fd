import { stringify } from "lossless-json";
import type { Model } from "../engine/model.ts";
import { readParameters, readThreshold } from "./training.ts";

/** All that is known of a model as indented JSON; the training parameters keep the digits that the file has. */
export function toJson(path: string, loaded: Model): string {
  const { ctrs, calcers, metadata, ...model } = loaded.info;
  const importances = loaded.featureImportances();
  const value = {
    file: path,
    ...model,
    threshold: readThreshold(metadata),
    features: loaded.features.map(({ slot, ...feature }, i) => ({ ...feature, importance: importances[i] })),
    ctrs,
    calcers,
    trainingParameters: readParameters(metadata),
    metadata,
  };
  return stringify(value, undefined, 2) ?? "";
}
