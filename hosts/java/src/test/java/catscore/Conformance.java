package catscore;

import com.dylibso.chicory.runtime.Instance;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The files of tests/conformance, which every host's tests read. */
final class Conformance {
  static final Path FOLDER =
      Path.of(System.getenv().getOrDefault("CATSCORE_CONFORMANCE", "../../tests/conformance"));

  /** A question and CatBoost's answer to it. */
  record Line(JsonObject json) {
    PredictOptions options() {
      JsonObject options = json.getAsJsonObject("options");
      PredictOptions asked =
          PredictOptions.of(PredictionType.valueOf(options.get("type").getAsString()))
              .withTrees(number(options, "ntreeStart", 0), number(options, "ntreeEnd", 0));
      return asked.withVirtualEnsembles(number(options, "virtualEnsemblesCount", 10));
    }

    private static int number(JsonObject options, String name, int otherwise) {
      return options.has(name) ? options.get(name).getAsInt() : otherwise;
    }

    boolean isRefused() {
      return json.has("refused");
    }

    /** The row that was asked alone, or -1. */
    int row() {
      return number(json, "row", -1);
    }

    /** The numbers or labels of the answer, without their shape. */
    List<Object> answer() {
      List<Object> values = new ArrayList<>();
      boolean isClass = options().type() == PredictionType.Class;
      flatten(json.get("answer"), isClass, values);
      return values;
    }

    private static void flatten(JsonElement element, boolean isClass, List<Object> values) {
      if (element.isJsonArray()) {
        for (JsonElement part : element.getAsJsonArray()) flatten(part, isClass, values);
      } else {
        values.add(isClass ? label(element) : element.getAsDouble());
      }
    }

    private static Object label(JsonElement element) {
      var label = element.getAsJsonPrimitive();
      if (label.isBoolean()) return label.getAsBoolean();
      return label.isNumber() ? (Object) label.getAsDouble() : label.getAsString();
    }
  }

  /** A file of rows, with their answers where it has some. */
  record Golden(List<Map<String, Object>> rows, List<Line> lines) {}

  private Conformance() {}

  /** What reports and benches call this host. */
  static String host() throws IOException {
    String path = "/META-INF/maven/com.dylibso.chicory/runtime/pom.properties";
    Properties properties = new Properties();
    try (InputStream file = Instance.class.getResourceAsStream(path)) {
      properties.load(file);
    }
    return "Java (Chicory " + properties.getProperty("version") + ")";
  }

  static List<String> modelNames() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".cbm"))
          .map(name -> name.substring(0, name.length() - ".cbm".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Model model(String name) throws IOException {
    return Model.load(FOLDER.resolve(name + ".cbm"));
  }

  static Golden golden(String name) throws IOException {
    return golden(FOLDER.resolve(name + ".json"));
  }

  static Golden golden(Path path) throws IOException {
    JsonObject json = json(path).getAsJsonObject();
    List<JsonObject> features =
        json.getAsJsonArray("features").asList().stream()
            .map(JsonElement::getAsJsonObject)
            .toList();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (JsonElement values : json.getAsJsonArray("rows")) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 0; i < features.size(); i++) {
        String name = features.get(i).get("name").getAsString();
        boolean isFloat = features.get(i).get("kind").getAsString().equals("float");
        // a feature without a name is a column that the model has dropped
        if (!name.isEmpty()) row.put(name, value(values.getAsJsonArray().get(i), isFloat));
      }
      rows.add(row);
    }
    JsonArray answers = json.has("answers") ? json.getAsJsonArray("answers") : new JsonArray();
    return new Golden(
        rows, answers.asList().stream().map(line -> new Line(line.getAsJsonObject())).toList());
  }

  static JsonElement json(Path path) throws IOException {
    return JsonParser.parseString(Files.readString(path));
  }

  /** A value of a row: "NaN" and the infinities are numbers in floats and embeddings. */
  static Object value(JsonElement element, boolean isNumber) {
    if (element.isJsonNull()) return null;
    if (element.isJsonArray()) {
      return element.getAsJsonArray().asList().stream().map(item -> value(item, true)).toList();
    }
    var value = element.getAsJsonPrimitive();
    if (value.isNumber()) return isNumber ? value.getAsDouble() : integer(value.getAsString());
    String text = value.getAsString();
    boolean isNotFinite = text.equals("NaN") || text.endsWith("Infinity");
    return isNumber && isNotFinite ? (Object) Double.valueOf(text) : text;
  }

  private static Object integer(String number) {
    return number.contains(".") ? (Object) Double.valueOf(number) : Long.valueOf(number);
  }
}
