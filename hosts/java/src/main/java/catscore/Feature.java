package catscore;

/**
 * An input feature of a model.
 *
 * @param index column of a whole row: CatBoost's flat index, from 0
 * @param name CatBoost's name; the index in decimal where the model has none
 * @param used whether the model looks at it
 * @param dimension how many numbers an embedding has; 0 for any, and for the other kinds
 */
public record Feature(int index, String name, Kind kind, boolean used, int dimension) {
  /** What a feature's values are; the ordinals are the module's numbers. */
  public enum Kind {
    FLOAT,
    CATEGORICAL,
    TEXT,
    EMBEDDING
  }
}
