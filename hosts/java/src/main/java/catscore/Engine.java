package catscore;

import catscore.CatscoreException.Kind;
import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.MalformedException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** An instance of the module: its calls, its memory, its errors. For one thread at a time. */
final class Engine {
  private static final String RESOURCE = "/catscore-scalar.wasm";
  private static final int ABI_VERSION = 3;

  /** A module and what makes JVM code of it run in an instance. */
  record Code(WasmModule module, Function<Instance, Machine> machines) {
    static Code compile(byte[] wasm) {
      WasmModule module = Parser.parse(wasm);
      var compiler = MachineFactoryCompiler.builder(module);
      return new Code(
          module, compiler.withInterpreterFallback(InterpreterFallback.SILENT).compile());
    }

    private boolean exports(String name) {
      var exports = module.exportSection();
      return IntStream.range(0, exports.exportCount())
          .anyMatch(i -> exports.getExport(i).name().equals(name));
    }
  }

  private static Code shared;

  private final Map<String, ExportFunction> exports = new HashMap<>();
  private final Instance instance;
  private boolean broken;

  /**
   * Its memory is arrays of bytes: measured 1.5 times as fast as the default (1,000 trees, EPYC).
   */
  private Engine(Code code) {
    instance =
        Instance.builder(code.module)
            .withMachineFactory(code.machines)
            .withMemoryFactory(ByteArrayMemory::new)
            .build();
    int version = call("abiVersion");
    if (version == ABI_VERSION) return;
    String message = "the module's ABI has version " + version + ", expected " + ABI_VERSION;
    throw new CatscoreException(Kind.MODEL_UNSUPPORTED, message);
  }

  /** The module that reads .cbm files: compiled once a process, when it is first needed. */
  static synchronized Code sharedCode() {
    if (shared != null) return shared;
    try (InputStream wasm = Engine.class.getResourceAsStream(RESOURCE)) {
      if (wasm == null) throw new IllegalStateException(RESOURCE + " is not on the class path");
      return shared = Code.compile(wasm.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A bundle, compiled. */
  static Code bundleCode(byte[] wasm) {
    try {
      Code code = Code.compile(wasm);
      if (code.exports("predict") && !code.exports("loadModel")) return code;
    } catch (MalformedException e) {
      String message = "the bundle is no WebAssembly module, or a damaged one: ";
      throw new CatscoreException(Kind.MODEL_DAMAGED, message + e.getMessage(), e);
    } catch (RuntimeException e) { // of any kind, where code is damaged
      String message = "the bundle does not run here, expected one made with --scalar: ";
      throw new CatscoreException(Kind.MODEL_UNSUPPORTED, message + e.getMessage(), e);
    }
    throw new CatscoreException(Kind.MODEL_DAMAGED, "the module is no bundle: it has no model");
  }

  /** An instance of a bundle. */
  static Engine open(Code bundle) {
    return new Engine(bundle);
  }

  /**
   * An instance that has loaded a model.
   *
   * @param name what errors call the model
   */
  static Engine load(byte[] cbm, String name) {
    Engine engine = new Engine(sharedCode());
    int file = engine.allocate(cbm.length);
    engine.memory().write(file, cbm);
    engine.check(engine.call("loadModel", file, cbm.length), name + ": ");
    return engine;
  }

  /** Whether a call has ended midway, so that what the instance holds is not to be relied on. */
  boolean isBroken() {
    return broken;
  }

  Memory memory() {
    return instance.memory();
  }

  /** Calls an export that gives an i32. */
  int call(String export, long... arguments) {
    return (int) callLong(export, arguments);
  }

  /** Calls an export that gives an f64. */
  double callDouble(String export, long... arguments) {
    return Double.longBitsToDouble(callLong(export, arguments));
  }

  private long callLong(String export, long... arguments) {
    boolean ended = false;
    try {
      ExportFunction function = exports.computeIfAbsent(export, instance::export);
      long result = function.apply(arguments)[0];
      ended = true;
      return result;
    } catch (ChicoryInterruptedException e) {
      throw new CatscoreException(Kind.INTERRUPTED, "the thread was interrupted", e);
    } catch (ChicoryException e) { // of a damaged bundle
      String message = "the module cannot carry out " + export + ": " + e.getMessage();
      throw new CatscoreException(Kind.MODULE, message, e);
    } finally {
      broken |= !ended;
    }
  }

  /** Takes memory for the life of the instance. */
  int allocate(int byteCount) {
    int address = call("allocate", byteCount);
    if (address != 0) return address;
    String message = "the module cannot get " + byteCount + " bytes of memory";
    throw new CatscoreException(Kind.MODULE, message);
  }

  /** The text that two exports give the address and the bytes of. */
  String text(String export, long... arguments) {
    int byteCount = call(export + "Bytes", arguments);
    return memory().readString(call(export, arguments), byteCount);
  }

  /** Throws what a status other than 0 means. */
  void check(int status, String place) {
    if (status == 0) return;
    String message = place + text("statusMessage", status);
    if (status >= 128) throw new CatscoreException(Kind.MODULE, message);
    if (status >= 64) throw new CatscoreException(Kind.MODEL_UNSUPPORTED, message);
    long offset = Integer.toUnsignedLong(call("statusPosition"));
    throw new CatscoreException(Kind.MODEL_DAMAGED, message + " (at byte " + offset + ")");
  }
}
