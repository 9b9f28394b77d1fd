import { model } from "./layout";

/**
 * What follows from the name of the loss that a model was trained for.
 * Source: catboost/private/libs/options/enum_helpers.cpp
 */

// literals, not sums of literals: those would be put together at run time, in memory that nobody manages
const MULTI_LABEL = "MultiLogloss MultiCrossEntropy";
const CLASSIFIER = "Logloss CrossEntropy Focal MultiClass MultiClassOneVsAll";
const REGRESSION =
  "RMSE LogCosh Lq MAE Quantile GroupQuantile MultiQuantile Expectile LogLinQuantile Huber Tweedie";
const OTHER_REGRESSION = "MAPE Poisson MSLE MedianAbsoluteError SMAPE Cox R2 NumErrors FairLoss";
const RANKING = "PairLogit PairLogitPairwise YetiRank YetiRankPairwise QuerySoftMax QueryCrossEntropy";
const RANKING_METRIC =
  "QueryAverage QueryAUC PFound PrecisionAt RecallAt MAP NDCG DCG FilteredDCG MRR ERR PairAccuracy";
const CLASS_METRIC =
  "AUC Accuracy BalancedAccuracy BalancedErrorRate BrierScore Precision Recall F F1 TotalF1 MCC";
const OTHER_CLASS_METRIC =
  "ZeroOneLoss HammingLoss HingeLoss Kappa WKappa LogLikelihoodOfPrediction NormalizedGini PRAUC AverageGain CtrFactor StochasticFilter";

/** What the uncertainty of a prediction is made of. */
export const UNCERTAINTY_NONE: u32 = 0;
export const UNCERTAINTY_OF_VALUE: u32 = 1;
export const UNCERTAINTY_OF_CLASS: u32 = 2;
/** The model itself gives a value and the logarithm of its deviation. */
export const UNCERTAINTY_OF_DEVIATION: u32 = 3;

export function uncertaintyKind(): u32 {
  if (isAmong("RMSEWithUncertainty")) return UNCERTAINTY_OF_DEVIATION;
  if (isAmong(REGRESSION) || isAmong(OTHER_REGRESSION)) return UNCERTAINTY_OF_VALUE;
  const ofClass =
    isClassification() ||
    isAmong(RANKING) ||
    isAmong(RANKING_METRIC) ||
    isAmong(CLASS_METRIC) ||
    isAmong(OTHER_CLASS_METRIC);
  return ofClass ? UNCERTAINTY_OF_CLASS : UNCERTAINTY_NONE;
}

/** Each output is a label of its own: yes or no. */
export function isMultiLabel(): bool {
  return isAmong(MULTI_LABEL);
}

/** Outputs are probabilities of their own, which need not add up to 1. */
export function hasIndependentOutputs(): bool {
  return isMultiLabel() || isAmong("MultiClassOneVsAll");
}

/** Classes are numbered where the file does not name them. */
export function isClassification(): bool {
  return isAmong(CLASSIFIER) || isMultiLabel();
}

/** Whether the model's loss is one of the names in a literal (UTF-16), blanks between them. */
function isAmong(names: string): bool {
  const letters = changetype<usize>(names);
  const nameBytes = usize(model.lossBytes);
  let matched: usize = 0;
  let differs = nameBytes === 0;
  for (let i: usize = 0; i <= usize(names.length); i++) {
    const letter = i < usize(names.length) ? u32(load<u16>(letters + (i << 1))) : 0x20;
    if (letter === 0x20) {
      if (!differs && matched === nameBytes) return true;
      differs = nameBytes === 0;
      matched = 0;
      continue;
    }
    differs = differs || matched >= nameBytes || load<u8>(model.loss + matched) !== u8(letter);
    matched++;
  }
  return false;
}
