package catscore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import catscore.CatscoreException.Kind;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorsTest {
  static List<JsonObject> load() throws IOException {
    return errors("load");
  }

  static List<JsonObject> rows() throws IOException {
    return errors("rows");
  }

  private static List<JsonObject> errors(String about) throws IOException {
    JsonObject errors =
        Conformance.json(Conformance.FOLDER.resolve("errors.json")).getAsJsonObject();
    return errors.getAsJsonArray(about).asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("load")
  void refusesDamagedModels(JsonObject error) throws IOException {
    Path path = Conformance.FOLDER.resolve(error.get("model").getAsString() + ".cbm");
    byte[] beginning = Arrays.copyOf(Files.readAllBytes(path), error.get("bytes").getAsInt());
    var refusal = assertThrows(CatscoreException.class, () -> Model.load(beginning));
    assertEquals("the model: " + error.get("message").getAsString(), refusal.getMessage());
    assertEquals(Kind.MODEL_DAMAGED, refusal.kind());
  }

  @Test
  void keepsItsPlaceWhereThereIsNoRoomForALargerOne() throws IOException {
    byte[] cbm = Files.readAllBytes(Conformance.FOLDER.resolve("embedding-mix.cbm"));
    RowWriter writer = new RowWriter(Engine.load(cbm, "the model"));
    int place = writer.room(100);
    var refusal = assertThrows(CatscoreException.class, () -> writer.room(Integer.MAX_VALUE));
    assertEquals(Kind.MODULE, refusal.kind());
    assertEquals(place + 100, writer.room(3900));
    assertTrue(writer.room(4096) >= place + 4096);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void refusesWrongRows(JsonObject error) throws IOException {
    String name = error.get("model").getAsString();
    String column = error.get("column").getAsString();
    Model model = Conformance.model(name);
    Map<String, Object> good = Conformance.golden(name).rows().get(0);
    Map<String, Object> bad = new HashMap<>();
    for (var entry : error.getAsJsonObject("row").entrySet()) {
      bad.put(entry.getKey(), Conformance.value(entry.getValue(), false));
    }
    var refusal =
        assertThrows(CatscoreException.class, () -> model.predictMany(List.of(good, bad)));
    String place = "row 1, column \"" + column + "\": ";
    assertTrue(refusal.getMessage().startsWith(place), refusal.getMessage());
    assertEquals(Kind.INPUT, refusal.kind());

    var alone = assertThrows(CatscoreException.class, () -> model.predict(bad));
    assertEquals(refusal.getMessage(), "row 1, " + alone.getMessage());
    // the model goes on as before
    assertEquals(model.predict(good).value(0), model.predictMany(List.of(good)).value(0));
  }

  @Test
  void namesTheFile(@TempDir Path folder) throws IOException {
    Path path = Files.writeString(folder.resolve("model.cbm"), "CBM1");
    var refusal = assertThrows(CatscoreException.class, () -> Model.load(path));
    String message = path + ": the file ends before what it announces (at byte 4)";
    assertEquals(message, refusal.getMessage());
    assertThrows(NoSuchFileException.class, () -> Model.load(folder.resolve("none.cbm")));
  }

  @Test
  void refusesHalfSurrogatePairs() throws IOException {
    Model model = Conformance.model("ctr-simple");
    Map<String, Object> row = new HashMap<>(Conformance.golden("ctr-simple").rows().get(0));
    String category =
        model.features().stream()
            .filter(feature -> feature.kind() == Feature.Kind.CATEGORICAL)
            .findFirst()
            .orElseThrow()
            .name();
    row.put(category, "\ud800");
    var refusal = assertThrows(CatscoreException.class, () -> model.predict(row));
    assertTrue(refusal.getMessage().endsWith("expected a string without half surrogate pairs"));
  }

  @Test
  void refusesWrongColumns() throws IOException {
    Model model = Conformance.model("no-trees");
    double[] column = {1, 2};
    assertRefused("column \"n2\": is missing", () -> model.predictColumns(Map.of("n1", column)));
    assertRefused(
        "column \"n2\": has 1 values, expected 2",
        () -> model.predictColumns(Map.of("n1", column, "n2", new long[1])));
    assertRefused(
        "column \"n2\": got 1.0, expected an array or a List",
        () -> model.predictColumns(Map.of("n1", column, "n2", 1.0)));
    assertRefused(
        "column \"n3\": is no feature of the model",
        () -> model.predictColumns(Map.of("n1", column, "n2", column, "n3", column)));
    assertRefused(
        "row 1, column \"n2\": got \"x\", expected a number",
        () -> model.predictColumns(Map.of("n1", column, "n2", List.of(1, "x"))));
  }

  private static void assertRefused(String message, Runnable prediction) {
    var refusal = assertThrows(CatscoreException.class, prediction::run);
    assertEquals(message, refusal.getMessage());
    assertEquals(Kind.INPUT, refusal.kind());
  }

  @Test
  void refusesWrongOptions() throws IOException {
    Model model = Conformance.model("mae");
    Map<String, Object> row = Conformance.golden("mae").rows().get(0);
    PredictOptions raw = PredictOptions.DEFAULT;
    PredictOptions ensembles = PredictOptions.of(PredictionType.VirtEnsembles);
    int trees = model.treeCount();
    List<PredictOptions> wrong =
        List.of(
            PredictOptions.of(PredictionType.Class),
            raw.withTrees(0, trees + 1),
            raw.withTrees(trees, 0),
            raw.withTrees(-1, 1),
            raw.withTrees(2, 2),
            ensembles.withVirtualEnsembles(0),
            ensembles.withVirtualEnsembles(trees),
            ensembles.withTrees(1, 0).withVirtualEnsembles(1));
    for (PredictOptions options : wrong) {
      var refusal = assertThrows(CatscoreException.class, () -> model.predict(row, options));
      assertEquals(Kind.OPTIONS, refusal.kind(), options.toString());
    }
  }
}
