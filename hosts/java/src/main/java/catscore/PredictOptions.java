package catscore;

/**
 * What to answer.
 *
 * @param type of prediction
 * @param ntreeStart first tree
 * @param ntreeEnd the tree after the last one; 0 stands for the number of trees
 * @param virtualEnsemblesCount ensembles of VirtEnsembles and TotalUncertainty
 */
public record PredictOptions(
    PredictionType type, int ntreeStart, int ntreeEnd, int virtualEnsemblesCount) {
  /** Raw values of all trees. */
  public static final PredictOptions DEFAULT = of(PredictionType.RawFormulaVal);

  /** A type of all trees, with 10 ensembles where it has some. */
  public static PredictOptions of(PredictionType type) {
    return new PredictOptions(type, 0, 0, 10);
  }

  /** The same of the trees from ntreeStart up to, without, ntreeEnd. */
  public PredictOptions withTrees(int ntreeStart, int ntreeEnd) {
    return new PredictOptions(type, ntreeStart, ntreeEnd, virtualEnsemblesCount);
  }

  /** The same with another number of ensembles. */
  public PredictOptions withVirtualEnsembles(int count) {
    return new PredictOptions(type, ntreeStart, ntreeEnd, count);
  }
}
