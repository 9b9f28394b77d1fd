package catscore;

import catscore.CatscoreException.Kind;
import catscore.RowWriter.Input;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A CatBoost model. Threads may share it: one call is scored at a time; for parallel work load it
 * once a thread. It needs no closing.
 */
public final class Model {
  /** Rows that go to the module in one call, at the most. */
  private static final int CALL_ROWS = 1024;

  /** Numbers that a call may take or make (8 MB), unless CALL_GROUP rows have more. */
  private static final int CALL_NUMBERS = 1 << 20;

  /** Exponents are taken of so many rows together, and of what is left of a call in another way. */
  private static final int CALL_GROUP = 4;

  private static final int NAN_MODE_FORBIDDEN = 3;

  private final ReentrantLock lock = new ReentrantLock();
  private final Supplier<Engine> source;
  private final List<Input> inputs;
  private final Set<String> names;
  private final List<Object> classLabels;
  private final String lossFunction;
  private final int treeCount;
  private final int outputCount;

  /** Numbers of a row, by type; 0 where the model cannot give it. */
  private final int[] widths;

  private RowWriter writer;

  private Model(Supplier<Engine> source) {
    this.source = source;
    Engine engine = source.get();
    inputs =
        IntStream.range(0, engine.call("featureCount"))
            .mapToObj(i -> readInput(engine, i))
            .sorted(Comparator.comparingInt(input -> input.feature().index()))
            .toList();
    names = inputs.stream().map(input -> input.feature().name()).collect(Collectors.toSet());
    classLabels =
        IntStream.range(0, engine.call("classCount")).mapToObj(i -> readLabel(engine, i)).toList();
    lossFunction = engine.text("lossFunction");
    treeCount = engine.call("treeCount");
    outputCount = engine.call("outputCount");
    int typeCount = PredictionType.values().length;
    widths = IntStream.range(0, typeCount).map(i -> engine.call("predictionWidth", i)).toArray();
    writer = new RowWriter(engine);
  }

  /**
   * Loads a .cbm file.
   *
   * @throws IOException where the file cannot be read
   * @throws CatscoreException where it is no model, damaged, or not supported
   */
  public static Model load(Path path) throws IOException {
    byte[] cbm = Files.readAllBytes(path);
    return new Model(() -> Engine.load(cbm, path.toString()));
  }

  /**
   * Loads the bytes of a .cbm file.
   *
   * @throws CatscoreException where they are no model, damaged, or not supported
   */
  public static Model load(byte[] cbm) {
    byte[] copy = cbm.clone();
    return new Model(() -> Engine.load(copy, "the model"));
  }

  /**
   * Opens what `catscore bundle MODEL --scalar` has made. It is compiled anew each time.
   *
   * @throws CatscoreException where it is no bundle, or one with SIMD
   */
  public static Model openBundle(byte[] wasm) {
    Engine.Code code = Engine.bundleCode(wasm);
    return new Model(() -> Engine.open(code));
  }

  /** The input features, by column. */
  public List<Feature> features() {
    return inputs.stream().map(Input::feature).toList();
  }

  /** The labels (Long, Double, String or Boolean) of a classifier's classes; else none. */
  public List<Object> classLabels() {
    return classLabels;
  }

  /** CatBoost's name of the loss, as "RMSE"; empty where the file does not say. */
  public String lossFunction() {
    return lossFunction;
  }

  /** Number of trees. */
  public int treeCount() {
    return treeCount;
  }

  /** Raw values of a row. */
  public int outputCount() {
    return outputCount;
  }

  /** The raw values of one row. See {@link #predictMany(Collection, PredictOptions)}. */
  public Predictions predict(Map<String, ?> row) {
    return predict(row, PredictOptions.DEFAULT);
  }

  /** Scores one row. See {@link #predictMany(Collection, PredictOptions)}. */
  public Predictions predict(Map<String, ?> row, PredictOptions options) {
    return score(1, options, (writer, first, count) -> writeRow(writer, row, 0, -1));
  }

  /** The raw values of rows. See {@link #predictMany(Collection, PredictOptions)}. */
  public Predictions predictMany(Collection<? extends Map<String, ?>> rows) {
    return predictMany(rows, PredictOptions.DEFAULT);
  }

  /**
   * Scores rows, each with a value for every feature by name: a Number, a Boolean or null (missing)
   * for a float; a String or an integer (Long, Integer, ...) for a category; a String for a text;
   * an array or a List of numbers for an embedding.
   *
   * @throws CatscoreException that names the row, from 0, and the column; or the wrong option
   */
  public Predictions predictMany(
      Collection<? extends Map<String, ?>> rows, PredictOptions options) {
    Iterator<? extends Map<String, ?>> next = rows.iterator();
    return score(
        rows.size(),
        options,
        (writer, first, count) -> {
          for (int i = 0; i < count; i++) writeRow(writer, next.next(), i, first + i);
        });
  }

  /** The raw values of columns. See {@link #predictColumns(Map, PredictOptions)}. */
  public Predictions predictColumns(Map<String, ?> columns) {
    return predictColumns(columns, PredictOptions.DEFAULT);
  }

  /**
   * Scores columns by feature name, all of one length: arrays (double[], long[], String[],
   * float[][], ...) or Lists of what predictMany takes. The quickest way for many rows.
   *
   * @throws CatscoreException as predictMany
   */
  public Predictions predictColumns(Map<String, ?> columns, PredictOptions options) {
    Object[] arrays = new Object[inputs.size()];
    for (int k = 0; k < arrays.length; k++) {
      arrays[k] = toArray(inputs.get(k), columns, arrays[0]);
    }
    refuseUnknown(columns, -1);
    return score(
        arrays.length == 0 ? 0 : Array.getLength(arrays[0]),
        options,
        (writer, first, count) -> {
          for (int k = 0; k < arrays.length; k++) {
            Input input = inputs.get(k);
            for (int i = 0; i < count; i++) {
              writer.write(input, RowWriter.valueAt(arrays[k], first + i), i, first + i);
            }
          }
        });
  }

  /** Writes the rows of a call: count of them, from row number first on. */
  private interface Rows {
    void write(RowWriter writer, int first, int count);
  }

  private Predictions score(int rowCount, PredictOptions options, Rows rows) {
    PredictionType type = options.type();
    int treeEnd = options.ntreeEnd() == 0 ? treeCount : options.ntreeEnd();
    int width = checkedWidth(options, treeEnd);
    int ensembles = type.hasEnsembles() ? options.virtualEnsemblesCount() : 1;
    int rowNumbers = Math.max(width, Math.max(inputs.size(), outputCount * ensembles));
    int groups = Math.max(1, CALL_NUMBERS / rowNumbers / CALL_GROUP);
    int callRows = Math.min(CALL_ROWS, groups * CALL_GROUP);
    double[] values = new double[Math.multiplyExact(rowCount, width)];
    lock.lock();
    try {
      if (writer.engine.isBroken()) writer = new RowWriter(source.get());
      for (int first = 0; first < rowCount; first += callRows) {
        int count = Math.min(callRows, rowCount - first);
        writer.begin(count);
        rows.write(writer, first, count);
        run(count, options, treeEnd);
        int out = writer.engine.call("outAddress");
        for (int i = 0; i < count * width; i++) {
          values[first * width + i] = writer.engine.memory().readDouble(out + 8 * i);
        }
      }
    } finally {
      lock.unlock();
    }
    return new Predictions(values, width, hasLabels(type) ? labelsOf(values) : List.of());
  }

  private void run(int rowCount, PredictOptions options, int treeEnd) {
    int type = options.type().ordinal();
    int ensembles = options.virtualEnsemblesCount();
    int begin = options.ntreeStart();
    Engine engine = writer.engine;
    engine.check(engine.call("predict", rowCount, type, begin, treeEnd, ensembles), "");
  }

  /** Checks what is asked for. Gives the numbers of a row. */
  private int checkedWidth(PredictOptions options, int treeEnd) {
    PredictionType type = options.type();
    boolean lacksLabels = hasLabels(type) && classLabels.size() < outputCount;
    if (widths[type.ordinal()] == 0 || lacksLabels) {
      String loss = lossFunction.isEmpty() ? "unknown" : lossFunction;
      throw wrongOption("a model with the loss " + loss + " cannot give \"" + type + "\"");
    }
    int start = options.ntreeStart();
    boolean isWhole = start == 0 && treeEnd == treeCount;
    if (!isWhole && (start < 0 || start >= treeEnd || treeEnd > treeCount)) {
      String got = "got ntreeStart " + start + " and ntreeEnd " + treeEnd + ", expected ";
      String range = "0 <= ntreeStart < ntreeEnd <= " + treeCount;
      throw wrongOption(got + range + ", the number of trees");
    }
    if (type == PredictionType.LeafIndexes) return treeEnd - start;
    if (!type.hasEnsembles()) return widths[type.ordinal()];
    if (start != 0) throw wrongOption("got ntreeStart " + start + ", expected 0 for " + type);
    int count = options.virtualEnsemblesCount();
    if (count < 1 || count > treeEnd / 2) {
      String got = "got virtualEnsemblesCount " + count + " and " + treeEnd + " trees, expected ";
      throw wrongOption(got + "1 ensemble or more of at least 2 trees each");
    }
    return widths[type.ordinal()] * (type == PredictionType.VirtEnsembles ? count : 1);
  }

  /** Whether the numbers of a type are positions in the labels. */
  private boolean hasLabels(PredictionType type) {
    boolean isMultilabel =
        lossFunction.equals("MultiLogloss") || lossFunction.equals("MultiCrossEntropy");
    return type == PredictionType.Class && !isMultilabel;
  }

  private List<Object> labelsOf(double[] positions) {
    return Arrays.stream(positions).mapToObj(position -> classLabels.get((int) position)).toList();
  }

  private void writeRow(RowWriter writer, Map<String, ?> row, int at, int number) {
    for (Input input : inputs) writer.write(input, get(row, input, number), at, number);
    refuseUnknown(row, number);
  }

  private static Object get(Map<String, ?> values, Input input, int row) {
    String name = input.feature().name();
    Object value = values.get(name);
    if (value != null || values.containsKey(name)) return value;
    throw RowWriter.refusal(row, name, "is missing");
  }

  /** Refuses names that are no feature's, where all features have a value. */
  private void refuseUnknown(Map<String, ?> values, int row) {
    if (values.size() == names.size()) return;
    for (String name : values.keySet()) {
      if (!names.contains(name)) throw RowWriter.refusal(row, name, "is no feature of the model");
    }
  }

  /** A column as an array, as long as the first one. */
  private static Object toArray(Input input, Map<String, ?> columns, Object first) {
    Object value = get(columns, input, -1);
    Object array = value instanceof Collection<?> list ? list.toArray() : value;
    if (array == null || !array.getClass().isArray()) {
      throw RowWriter.wrong(input, value, "an array or a List", -1);
    }
    int length = Array.getLength(array);
    int expected = first == null ? length : Array.getLength(first);
    if (length == expected) return array;
    String name = input.feature().name();
    throw RowWriter.refusal(-1, name, "has " + length + " values, expected " + expected);
  }

  private static CatscoreException wrongOption(String message) {
    return new CatscoreException(Kind.OPTIONS, message);
  }

  private static Input readInput(Engine engine, int i) {
    int index = engine.call("featureColumn", i);
    String name = engine.text("featureName", i);
    Feature feature =
        new Feature(
            index,
            name.isEmpty() ? Integer.toString(index) : name,
            Feature.Kind.values()[engine.call("featureKind", i)],
            engine.call("featureUsed", i) == 1,
            engine.call("featureDimension", i));
    boolean forbidsMissing = engine.call("featureNanMode", i) == NAN_MODE_FORBIDDEN;
    return new Input(feature, engine.call("featureSlot", i), forbidsMissing && feature.used());
  }

  private static Object readLabel(Engine engine, int i) {
    double number = engine.callDouble("classLabelNumber", i);
    return switch (engine.call("classLabelKind", i)) {
      case 0 -> (long) number;
      case 1 -> number;
      case 2 -> engine.text("classLabelText", i);
      default -> number != 0;
    };
  }
}
