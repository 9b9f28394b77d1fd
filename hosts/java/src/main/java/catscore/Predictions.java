package catscore;

import java.util.Arrays;
import java.util.List;

/**
 * The answers for some rows: rows x width numbers, and of the type Class the labels that they stand
 * for.
 */
public final class Predictions {
  private final double[] values;
  private final int width;
  private final List<Object> labels;

  Predictions(double[] values, int width, List<Object> labels) {
    this.values = values;
    this.width = width;
    this.labels = labels;
  }

  /**
   * All numbers, row after row; not a copy. Of Class they are positions in {@link
   * Model#classLabels()}, of the losses MultiLogloss and MultiCrossEntropy 0 or 1 for each output.
   * Of VirtEnsembles a row has its outputs ensemble after ensemble.
   */
  public double[] values() {
    return values;
  }

  /** Numbers of a row. */
  public int width() {
    return width;
  }

  /** The first number of row i: the whole answer where the width is 1. */
  public double value(int i) {
    return values[i * width];
  }

  /** The numbers of row i, copied. */
  public double[] row(int i) {
    return Arrays.copyOfRange(values, i * width, (i + 1) * width);
  }

  /**
   * Of Class the label of each row (Long, Double, String or Boolean); empty for other types, and
   * for MultiLogloss and MultiCrossEntropy, which have no labels.
   */
  public List<Object> labels() {
    return labels;
  }
}
