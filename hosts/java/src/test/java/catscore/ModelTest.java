package catscore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import catscore.CatscoreException.Kind;
import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelTest {
  /** A model with a text, an embedding, categories and a float. */
  private static final String MIX = "embedding-mix";

  @Test
  void saysWhatItIs() throws IOException {
    Model model = Conformance.model(MIX);
    List<Feature> expected =
        List.of(
            new Feature(0, "vector", Feature.Kind.EMBEDDING, true, 4),
            new Feature(1, "text", Feature.Kind.TEXT, true, 0),
            new Feature(2, "color", Feature.Kind.CATEGORICAL, true, 0),
            new Feature(3, "wet", Feature.Kind.CATEGORICAL, true, 0),
            new Feature(4, "n1", Feature.Kind.FLOAT, true, 0));
    assertEquals(expected, model.features());
    assertEquals("Logloss", model.lossFunction());
    assertEquals(List.of(0L, 1L), model.classLabels());
    assertEquals(1, model.outputCount());
  }

  /**
   * The compiler gives methods that are too large for the JVM to the interpreter, which is slow.
   */
  @Test
  void runsNoFunctionInTheInterpreter() {
    MachineFactoryCompiler.builder(Engine.sharedCode().module())
        .withInterpreterFallback(InterpreterFallback.FAIL)
        .compile();
  }

  static List<String> modelNames() {
    return Conformance.modelNames();
  }

  @ParameterizedTest
  @MethodSource("modelNames")
  void columnsAreAnsweredAsRows(String name) throws IOException {
    Model model = Conformance.model(name);
    List<Map<String, Object>> rows = Conformance.golden(name).rows();
    assertArrayEquals(
        model.predictMany(rows).values(), model.predictColumns(columns(model, rows)).values());
  }

  private static Map<String, Object> columns(Model model, List<Map<String, Object>> rows) {
    Map<String, Object> columns = new LinkedHashMap<>();
    for (Feature feature : model.features()) {
      columns.put(feature.name(), rows.stream().map(row -> row.get(feature.name())).toArray());
    }
    return columns;
  }

  @Test
  void takesArraysOfAllTypes() throws IOException {
    Model integers = Conformance.model("ctr-integers");
    List<Map<String, Object>> rows = Conformance.golden("ctr-integers").rows();
    double[] expected = integers.predictMany(rows).values();
    long[] big = rows.stream().mapToLong(row -> (Long) row.get("big")).toArray();
    long[] codes = rows.stream().mapToLong(row -> (Long) row.get("code")).toArray();
    String[] texts = Arrays.stream(codes).mapToObj(Long::toString).toArray(String[]::new);
    Map<String, Object> numbers = Map.of("code", codes, "big", big);
    assertArrayEquals(expected, integers.predictColumns(numbers).values());
    Map<String, Object> mixed = Map.of("code", texts, "big", big);
    assertArrayEquals(expected, integers.predictColumns(mixed).values());

    Model mix = Conformance.model(MIX);
    Map<String, Object> columns = columns(mix, Conformance.golden(MIX).rows());
    expected = mix.predictColumns(columns).values();
    Object[] vectors = (Object[]) columns.get("vector");
    float[][] vector = Arrays.stream(vectors).map(ModelTest::floats).toArray(float[][]::new);
    columns.put("vector", vector);
    columns.put("n1", floats(Arrays.asList((Object[]) columns.get("n1"))));
    columns.put("text", Arrays.asList((Object[]) columns.get("text")));
    assertArrayEquals(expected, mix.predictColumns(columns).values());
  }

  private static float[] floats(Object list) {
    List<?> numbers = (List<?>) list;
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers.get(i) instanceof Double number ? number.floatValue() : Float.NaN;
    }
    return floats;
  }

  @ParameterizedTest
  @EnumSource(names = {"RawFormulaVal", "Probability", "VirtEnsembles", "LeafIndexes"})
  void manyRowsAreAnsweredAsFew(PredictionType type) throws IOException {
    PredictOptions options = PredictOptions.of(type).withVirtualEnsembles(2);
    Model model = Conformance.model(MIX);
    List<Map<String, Object>> few = Conformance.golden(MIX).rows();
    List<Map<String, Object>> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) many.addAll(few);
    Predictions expected = model.predictMany(few, options);
    Predictions asRows = model.predictMany(many, options);
    Predictions asColumns = model.predictColumns(columns(model, many), options);
    for (int i = 0; i < many.size(); i++) {
      assertArrayEquals(expected.row(i % few.size()), asRows.row(i));
    }
    assertArrayEquals(asRows.values(), asColumns.values());
    assertEquals(0, model.predictMany(List.of(), options).values().length);
  }

  @Test
  void servesSeveralThreads() throws Exception {
    Model model = Conformance.model(MIX);
    List<Map<String, Object>> rows = Conformance.golden(MIX).rows();
    double[] expected = model.predictMany(rows).values();
    Callable<Void> work =
        () -> {
          for (int i = 0; i < 100; i++) {
            assertArrayEquals(expected, model.predictMany(rows).values());
            int row = i % rows.size();
            assertEquals(expected[row], model.predict(rows.get(row)).value(0));
          }
          return null;
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<Void> result : threads.invokeAll(Collections.nCopies(8, work))) result.get();
    } finally {
      threads.shutdown();
    }
  }

  /** What the module makes when it is first needed must not stay half made. */
  @Test
  void isWholeAfterAnInterruption() throws Exception {
    List<Map<String, Object>> rows = Conformance.golden(MIX).rows();
    PredictOptions exponent = PredictOptions.of(PredictionType.Exponent);
    double[] expected = Conformance.model(MIX).predictMany(rows, exponent).values();
    Thread scorer = Thread.currentThread();
    for (int round = 0; round < 200; round++) {
      Model model = Conformance.model(MIX);
      long delay = 5000L * round;
      CountDownLatch start = new CountDownLatch(1);
      Thread interrupter =
          new Thread(
              () -> {
                start.countDown();
                for (long end = System.nanoTime() + delay; System.nanoTime() < end; ) {
                  Thread.onSpinWait();
                }
                scorer.interrupt();
              });
      interrupter.start();
      while (start.getCount() > 0) Thread.onSpinWait();
      try {
        while (true) assertArrayEquals(expected, model.predictMany(rows, exponent).values());
      } catch (CatscoreException e) {
        assertEquals(Kind.INTERRUPTED, e.kind());
        assertTrue(Thread.interrupted());
      }
      interrupter.join();
      assertArrayEquals(expected, model.predictMany(rows, exponent).values());
    }
  }
}
