package catscore;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Measures this host: mvn -q test-compile exec:java -Dexec.args="MODEL.cbm ROWS.json [SECONDS]".
 * ROWS.json has the features and rows of a conformance file; a round of each measurement takes
 * SECONDS (1). Prints a line of JSON.
 */
final class Bench {
  private static final int ROUNDS = 3;

  /** At least. */
  private static final int BATCH_ROWS = 10_000;

  private Bench() {}

  public static void main(String[] args) throws IOException {
    byte[] cbm = Files.readAllBytes(Path.of(args[0]));
    List<Map<String, Object>> rows = Conformance.golden(Path.of(args[1])).rows();
    double seconds = args.length > 2 ? Double.parseDouble(args[2]) : 1;

    long started = System.nanoTime();
    Engine.sharedCode();
    double compile = (System.nanoTime() - started) / 1e9;
    double load = measure(seconds, i -> Model.load(cbm).predict(rows.get(0)));
    Model model = Model.load(cbm);
    double one = measure(seconds, i -> model.predict(rows.get(i % rows.size())));
    List<Map<String, Object>> many = new ArrayList<>(rows);
    while (many.size() < BATCH_ROWS) many.addAll(rows);
    Map<String, Object> columns = columns(model, many);
    double batch = measure(seconds, i -> model.predictColumns(columns));

    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("host", Conformance.host());
    figures.put("compile_ms", 1e3 * compile);
    figures.put("load_ms", 1e3 * load);
    figures.put("one_row_us", 1e6 * one);
    figures.put("batch_us_per_row", 1e6 * batch / many.size());
    // a line of its own: Maven writes an escape sequence first
    System.out.println("\n" + new Gson().toJson(figures));
  }

  /** The seconds of a call: the median of rounds. */
  private static double measure(double seconds, IntConsumer call) {
    double[] figures = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long started = System.nanoTime();
      int calls = 0;
      double passed = 0;
      while (passed < seconds) {
        call.accept(calls++);
        passed = (System.nanoTime() - started) / 1e9;
      }
      figures[round] = passed / calls;
    }
    Arrays.sort(figures);
    return figures[ROUNDS / 2];
  }

  private static Map<String, Object> columns(Model model, List<Map<String, Object>> rows) {
    Map<String, Object> columns = new HashMap<>();
    for (Feature feature : model.features()) {
      List<Object> values = rows.stream().map(row -> row.get(feature.name())).toList();
      columns.put(
          feature.name(),
          switch (feature.kind()) {
            case FLOAT -> numbers(values);
            case EMBEDDING -> values.stream().map(list -> numbers((List<?>) list)).toArray();
            default -> values.toArray();
          });
    }
    return columns;
  }

  private static double[] numbers(List<?> values) {
    return values.stream()
        .mapToDouble(value -> value instanceof Number number ? number.doubleValue() : Double.NaN)
        .toArray();
  }
}
