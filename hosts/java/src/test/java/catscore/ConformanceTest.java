package catscore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import catscore.Conformance.Golden;
import catscore.Conformance.Line;
import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConformanceTest {
  /** Types whose answer for a row is the same alone and among others. */
  private static final Set<PredictionType> ROWWISE =
      Set.of(
          PredictionType.RawFormulaVal,
          PredictionType.Probability,
          PredictionType.LogProbability,
          PredictionType.Class,
          PredictionType.LeafIndexes);

  /** Numbers and labels of a model: compared, and not the same. */
  private record Count(int values, int different) {}

  private static final Map<String, Count> REPORT = new TreeMap<>();

  @AfterAll
  static void writeReport() throws IOException {
    String path = System.getenv("CATSCORE_REPORT");
    if (path == null) return;
    var report = Map.of("host", Conformance.host(), "models", REPORT);
    Files.writeString(Path.of(path), new Gson().toJson(report));
  }

  static List<String> modelNames() {
    return Conformance.modelNames();
  }

  @ParameterizedTest
  @MethodSource("modelNames")
  void equalsCatBoostToTheBit(String name) throws IOException {
    Model model = Conformance.model(name);
    Golden golden = Conformance.golden(name);
    List<Object> expected = new ArrayList<>();
    List<Object> actual = new ArrayList<>();
    for (Line line : golden.lines()) {
      PredictOptions options = line.options();
      if (line.isRefused()) {
        assertThrows(CatscoreException.class, () -> model.predictMany(golden.rows(), options));
        continue;
      }
      expected.addAll(line.answer());
      if (line.row() >= 0) {
        actual.addAll(items(model.predict(golden.rows().get(line.row()), options)));
        continue;
      }
      actual.addAll(items(model.predictMany(golden.rows(), options)));
      if (!ROWWISE.contains(options.type())) continue;
      expected.addAll(line.answer());
      for (var row : golden.rows()) actual.addAll(items(model.predict(row, options)));
    }
    assertEquals(expected.size(), actual.size());
    List<String> differences =
        IntStream.range(0, expected.size())
            .filter(i -> !expected.get(i).equals(actual.get(i)))
            .mapToObj(i -> "got " + actual.get(i) + ", expected " + expected.get(i))
            .toList();
    REPORT.put(name, new Count(expected.size(), differences.size()));
    assertEquals(List.of(), differences);
  }

  /** The labels of predictions, or else the numbers. */
  private static List<Object> items(Predictions predictions) {
    if (predictions.labels().isEmpty()) {
      return Arrays.stream(predictions.values()).<Object>mapToObj(Double::valueOf).toList();
    }
    return predictions.labels().stream()
        .map(label -> label instanceof Long number ? (Object) number.doubleValue() : label)
        .toList();
  }
}
