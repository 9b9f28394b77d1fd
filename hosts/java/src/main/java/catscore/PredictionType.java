package catscore;

/**
 * CatBoost's prediction types by CatBoost's names; their ordinals are the module's numbers. An
 * output is a raw value of a row: mostly one, with several classes or targets one for each.
 */
public enum PredictionType {
  /** The raw values, one for each output. */
  RawFormulaVal,
  /** The probability of each class: two numbers for one output. */
  Probability,
  /** The logarithms of the probabilities. */
  LogProbability,
  /** The class; of MultiLogloss and MultiCrossEntropy 0 or 1 for each output. */
  Class,
  /** The exponential of the (first) raw value. */
  Exponent,
  /** Mean and variance; only of models with several outputs. */
  RMSEWithUncertainty,
  /** A probability for each output; of MultiLogloss, MultiCrossEntropy, MultiClassOneVsAll. */
  MultiProbability,
  /** The outputs of each virtual ensemble, ensemble after ensemble. */
  VirtEnsembles,
  /** Data and total uncertainty, or mean and variance; of RMSEWithUncertainty three numbers. */
  TotalUncertainty,
  /** The number of the leaf in each tree. */
  LeafIndexes;

  boolean hasEnsembles() {
    return this == VirtEnsembles || this == TotalUncertainty;
  }
}
