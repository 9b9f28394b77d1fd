package catscore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import catscore.CatscoreException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  private static final Path CLI = Conformance.FOLDER.resolve("../../build/cli");

  @TempDir private Path folder;

  @Test
  void answersAsTheModelInIt() throws Exception {
    Model model = Conformance.model("embedding-mix");
    Model bundle = Model.openBundle(bundle("--scalar"));
    var rows = Conformance.golden("embedding-mix").rows();
    assertEquals(model.features(), bundle.features());
    assertEquals(model.classLabels(), bundle.classLabels());
    assertArrayEquals(model.predictMany(rows).values(), bundle.predictMany(rows).values());
  }

  @Test
  void refusesBundlesWithSimd() throws Exception {
    byte[] wasm = bundle();
    var refusal = assertThrows(CatscoreException.class, () -> Model.openBundle(wasm));
    assertEquals(Kind.MODEL_UNSUPPORTED, refusal.kind());
  }

  @Test
  void refusesWhatIsNoBundle() throws IOException {
    byte[] model = Files.readAllBytes(Conformance.FOLDER.resolve("mae.cbm"));
    var refusal = assertThrows(CatscoreException.class, () -> Model.openBundle(model));
    assertEquals(Kind.MODEL_DAMAGED, refusal.kind());
    byte[] module;
    try (var resource = Model.class.getResourceAsStream("/catscore-scalar.wasm")) {
      module = resource.readAllBytes();
    }
    refusal = assertThrows(CatscoreException.class, () -> Model.openBundle(module));
    assertEquals("the module is no bundle: it has no model", refusal.getMessage());
  }

  @Test
  void refusesDamagedBundles() throws Exception {
    byte[] bundle = bundle("--scalar");
    byte[] half = Arrays.copyOf(bundle, bundle.length / 2);
    var refusal = assertThrows(CatscoreException.class, () -> Model.openBundle(half));
    assertEquals(Kind.MODEL_DAMAGED, refusal.kind());

    String renamed =
        new String(bundle, StandardCharsets.ISO_8859_1).replace("featureSlot", "featureSpot");
    byte[] other = renamed.getBytes(StandardCharsets.ISO_8859_1);
    refusal = assertThrows(CatscoreException.class, () -> Model.openBundle(other));
    assertEquals(Kind.MODULE, refusal.kind());
  }

  /** What `catscore bundle` makes; skips the test where it cannot run. */
  private byte[] bundle(String... options) throws Exception {
    assumeTrue(Files.exists(CLI.resolve("bundle.js")), "catscore bundle is not built");
    Path model = Conformance.FOLDER.resolve("embedding-mix.cbm");
    Path scorer = folder.resolve("scorer.wasm");
    List<String> command = new ArrayList<>(List.of("node", CLI + "/main.js", "bundle"));
    command.addAll(List.of(model.toString(), "-o", scorer.toString()));
    command.addAll(Arrays.asList(options));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "node is not here");
      throw e;
    }
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), output);
    return Files.readAllBytes(scorer);
  }
}
