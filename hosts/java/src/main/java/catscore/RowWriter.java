package catscore;

import catscore.CatscoreException.Kind;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes rows into an engine's input blocks, one for each kind of feature: the value of slot s of
 * row r is item number s x rowCount + r.
 */
final class RowWriter {
  private static final String[] BLOCKS = {
    "floatsAddress", "categoriesAddress", "textsAddress", "embeddingsAddress"
  };
  private static final int[] ITEM_BYTES = {4, 4, 8, 8};

  /** Category hashes kept; when there are more, all are forgotten. Those of longer texts are not kept. */
  private static final int HASHES_KEPT = 4096;

  private static final int KEPT_BYTES_MAX = 256;

  /**
   * An input feature and where its values go.
   *
   * @param slot position in the block of its kind
   * @param forbidsMissing whether a missing float is an error
   */
  record Input(Feature feature, int slot, boolean forbidsMissing) {}

  final Engine engine;
  private final CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
  private final Map<Object, Integer> hashes = new HashMap<>();
  private final int[] blocks = new int[BLOCKS.length];
  private int rowRoom;
  private int rowCount;

  /** Bytes of the strings and embeddings of the call at hand. */
  private int bytes;

  private int bytesRoom;
  private int bytesUsed;

  RowWriter(Engine engine) {
    this.engine = engine;
  }

  /** Begins a call. */
  void begin(int rowCount) {
    if (rowCount > rowRoom) {
      engine.check(engine.call("reserveRows", rowCount), "");
      for (int i = 0; i < BLOCKS.length; i++) blocks[i] = engine.call(BLOCKS[i]);
      rowRoom = rowCount;
    }
    this.rowCount = rowCount;
    bytesUsed = 0;
  }

  /**
   * Writes a value.
   *
   * @param at position of the row in this call
   * @param row what errors call it; negative for a single one
   */
  void write(Input input, Object value, int at, int row) {
    int kind = input.feature.kind().ordinal();
    int item = blocks[kind] + (input.slot * rowCount + at) * ITEM_BYTES[kind];
    switch (input.feature.kind()) {
      case FLOAT -> engine.memory().writeF32(item, toFloat(input, value, row));
      case CATEGORICAL -> engine.memory().writeI32(item, hash(input, value, row));
      case TEXT -> {
        if (!(value instanceof String text)) throw wrong(input, value, "a string", row);
        ByteBuffer encoded = encode(input, text, row);
        writeRange(item, append(encoded), encoded.remaining());
      }
      case EMBEDDING -> writeEmbedding(input, value, item, row);
    }
  }

  private void writeRange(int item, int address, int count) {
    engine.memory().writeI32(item, address);
    engine.memory().writeI32(item + 4, count);
  }

  private void writeEmbedding(Input input, Object value, int item, int row) {
    Object numbers = value instanceof Collection<?> list ? list.toArray() : value;
    int dimension = input.feature.dimension();
    String expected = "an array of " + (dimension > 0 ? dimension + " numbers" : "numbers");
    if (numbers == null || !numbers.getClass().isArray()) throw wrong(input, value, expected, row);
    int count = Array.getLength(numbers);
    if (dimension > 0 && count != dimension) {
      String message = "got " + count + " numbers, expected " + expected;
      throw refusal(row, input.feature.name(), message);
    }
    int address = room(count * 4);
    for (int i = 0; i < count; i++) {
      engine.memory().writeF32(address + 4 * i, toFloat(input, valueAt(numbers, i), row));
    }
    writeRange(item, address, count);
  }

  private int hash(Input input, Object value, int row) {
    Integer known = hashes.get(value);
    if (known != null) return known;
    ByteBuffer encoded = encode(input, category(input, value, row), row);
    int byteCount = encoded.remaining();
    int hash = engine.call("hashCategory", append(encoded), byteCount);
    if (byteCount > KEPT_BYTES_MAX) return hash;
    if (hashes.size() >= HASHES_KEPT) hashes.clear();
    hashes.put(value, hash);
    return hash;
  }

  /** A category's text: integers in decimal, booleans as 1 and 0, as the Python package has it. */
  private static String category(Input input, Object value, int row) {
    if (value instanceof Boolean flag) return flag ? "1" : "0";
    boolean isInteger =
        value instanceof Long
            || value instanceof Integer
            || value instanceof Short
            || value instanceof Byte;
    if (isInteger || value instanceof String) return value.toString();
    throw wrong(input, value, "a string or an integer", row);
  }

  private static float toFloat(Input input, Object value, int row) {
    float number;
    if (value == null) number = Float.NaN;
    else if (value instanceof Number known) number = (float) known.doubleValue();
    else if (value instanceof Boolean flag) number = flag ? 1 : 0;
    else throw wrong(input, value, "a number", row);
    if (input.forbidsMissing && Float.isNaN(number)) {
      throw wrong(input, value, "a number (the model's nan_mode is Forbidden)", row);
    }
    return number;
  }

  private ByteBuffer encode(Input input, String text, int row) {
    try {
      return utf8.encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw wrong(input, text, "a string without half surrogate pairs", row);
    }
  }

  /** Copies bytes for the call at hand. */
  private int append(ByteBuffer encoded) {
    int address = room(encoded.remaining());
    engine.memory().write(address, encoded.array(), 0, encoded.remaining());
    return address;
  }

  /**
   * Room for some bytes; where there is none left in a new place, and the old one stays as it is.
   */
  int room(int byteCount) {
    if (byteCount > bytesRoom - bytesUsed) {
      int larger = Math.max(byteCount, Math.max(4096, 2 * bytesRoom));
      bytes = engine.allocate(larger);
      bytesRoom = larger;
      bytesUsed = 0;
    }
    int address = bytes + bytesUsed;
    bytesUsed = Math.min(bytesRoom, (bytesUsed + byteCount + 3) & -4);
    return address;
  }

  /** Item i of an array. */
  static Object valueAt(Object array, int i) {
    if (array instanceof Object[] values) return values[i];
    if (array instanceof double[] numbers) return numbers[i];
    if (array instanceof float[] numbers) return numbers[i];
    return Array.get(array, i);
  }

  static CatscoreException wrong(Input input, Object value, String expected, int row) {
    return refusal(row, input.feature.name(), "got " + show(value) + ", expected " + expected);
  }

  /** The error 'row 3, column "age": ...', without the row where it is negative. */
  static CatscoreException refusal(int row, String name, String message) {
    String place = (row < 0 ? "" : "row " + row + ", ") + "column \"" + name + "\": ";
    return new CatscoreException(Kind.INPUT, place + message);
  }

  private static String show(Object value) {
    if (value != null && value.getClass().isArray()) return "an array";
    String text = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    return text.length() > 60 ? text.substring(0, 57) + "..." : text;
  }
}
