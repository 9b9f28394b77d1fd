import { stringify } from "lossless-json";
import type { Model } from "../engine/model.ts";
import { readParameters, readThreshold } from "./training.ts";

/** All that is known of a model as indented JSON; the training parameters keep the digits that the file has. */
export function toJson(path: string, { info, features }: Model): string {
  const { ctrs, calcers, metadata, ...model } = info;
  const value = {
    file: path,
    ...model,
    threshold: readThreshold(metadata),
    features: features.map(({ slot, ...feature }) => feature),
    ctrs,
    calcers,
    trainingParameters: readParameters(metadata),
    metadata,
  };
  return stringify(value, undefined, 2) ?? "";
}
