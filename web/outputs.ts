import type { PredictionType } from "../src/index.ts";
import type { ModelFacts } from "./messages.ts";

type Outputs = Pick<ModelFacts, "classLabels" | "outputCount">;

/** What each type is, in a few words. */
export const TYPE_MEANINGS: Readonly<Record<PredictionType, string>> = {
  RawFormulaVal: "the sum of the trees",
  Probability: "how likely each class is",
  LogProbability: "logarithms of the probabilities",
  Class: "the most likely class",
  Exponent: "e to the raw value",
  RMSEWithUncertainty: "mean and variance",
  MultiProbability: "how likely each label is, on its own",
  VirtEnsembles: "raw values of ten parts of the forest",
  TotalUncertainty: "how sure the model is, by ten parts of the forest",
  LeafIndexes: "the leaf of each tree",
};

/**
 * What the numbers of an answer are.
 * @param width how many there are
 */
export function outputNames(model: Outputs, type: PredictionType, width: number): string[] {
  if (type === "RMSEWithUncertainty") return ["mean", "variance"];
  if (type === "TotalUncertainty") return uncertaintyNames(model, width);
  if (type === "LeafIndexes") return numbered(width, "tree");
  if (type === "VirtEnsembles") return ensembleNames(model, width);
  if (width === 1) return [type];
  return labelNames(model, width);
}

/** Labels are told as classes where they are numbers, which alone would look like values. */
function labelNames({ classLabels }: Outputs, width: number): string[] {
  if (classLabels.length !== width) return numbered(width, "output");
  return classLabels.map((label) => (typeof label === "string" ? label : `class ${label}`));
}

function ensembleNames({ outputCount }: Outputs, width: number): string[] {
  const ensembles = numbered(width / outputCount, "ensemble");
  if (outputCount === 1) return ensembles;
  return ensembles.flatMap((ensemble) => numbered(outputCount, `${ensemble}, output`));
}

/** Source: the documentation of `virtual_ensembles_predict` of the catboost package. */
function uncertaintyNames({ classLabels }: Outputs, width: number): string[] {
  if (classLabels.length > 0) return ["data uncertainty", "total uncertainty"];
  return ["mean", "knowledge uncertainty", "data uncertainty"].slice(0, width);
}

function numbered(count: number, noun: string): string[] {
  return Array.from({ length: count }, (_, index) => `${noun} ${index}`);
}
