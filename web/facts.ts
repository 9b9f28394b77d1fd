import type { FeatureKind } from "../src/engine/features.ts";
import { type Model, type PredictionType, predictionTypes } from "../src/index.ts";
import { PlateScorer } from "../src/plate/scorer.ts";
import type { FeatureFacts, ModelFacts } from "./messages.ts";

/** A feature that every plate model has, and hardly any other model. */
const PLATE_SIGN: readonly [name: string, kind: FeatureKind] = ["afts_regno_ai_score", "float"];

const NO_BORDERS = new Float32Array(0);

/** What the page is told of a model. */
export function readFacts(
  model: Model,
  name: string,
  loadMs: number,
  plates: PlateScorer | undefined,
): ModelFacts {
  const {
    byteCount,
    simd,
    lossFunction,
    classLabels,
    outputCount,
    treeCount,
    symmetric,
    treeDepthMax,
    leafCount,
  } = model.info;
  const widths = readWidths(model);
  return {
    name,
    byteCount,
    loadMs,
    simd,
    lossFunction,
    classLabels,
    outputCount,
    treeCount,
    symmetric,
    treeDepthMax,
    leafCount,
    features: readFeatures(model),
    types: [...widths.keys()],
    widths: Object.fromEntries(widths),
    isPlateModel: plates !== undefined,
  };
}

/** A scorer of plates, where the model is one of plates. */
export function findPlates(model: Model): PlateScorer | undefined {
  const [name, kind] = PLATE_SIGN;
  if (!model.features.some((feature) => feature.name === name && feature.kind === kind)) return;
  try {
    return new PlateScorer(model);
  } catch {
    return;
  }
}

function readFeatures(model: Model): FeatureFacts[] {
  const borders = model.featureBorders();
  const importances = model.featureImportances();
  return model.features.map(({ index, name, kind, used, dimension, nanMode }, position) => ({
    index,
    name,
    kind,
    used,
    borders: borders.get(index) ?? NO_BORDERS,
    dimension,
    refusesMissing: nanMode === "Forbidden" && used,
    // NaN where no split of the model changes anything
    importance: importances[position] || 0,
  }));
}

/** The types that a model can give, and how many numbers each has. */
function readWidths(model: Model): Map<PredictionType, number> {
  const widths = new Map<PredictionType, number>();
  for (const type of predictionTypes) {
    try {
      widths.set(type, model.predictionWidth({ type }));
    } catch {
      // the model cannot give it
    }
  }
  return widths;
}
