package catscore;

/**
 * Why a model cannot be loaded or a prediction not be made. The message says what, where, got and
 * expected.
 */
public final class CatscoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the matter is with. */
  public enum Kind {
    /** The bytes are no CatBoost model or no bundle, or a damaged one. */
    MODEL_DAMAGED,
    /** The model has a part that catscore does not read. */
    MODEL_UNSUPPORTED,
    /** A row or a column: missing, unknown, of the wrong type or length. */
    INPUT,
    /** The model cannot give the prediction type or has no such trees. */
    OPTIONS,
    /** The module cannot carry out a call: mostly it has no memory left. */
    MODULE,
    /** The thread was interrupted during a call; it still is. */
    INTERRUPTED
  }

  private final Kind kind;

  CatscoreException(Kind kind, String message) {
    this(kind, message, null);
  }

  CatscoreException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What the matter is with. */
  public Kind kind() {
    return kind;
  }
}
