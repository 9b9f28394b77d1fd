import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bundleModel } from "../../src/engine/bundle.ts";
import type { Model } from "../../src/engine/model.ts";
import { loadModel, openBundle, predictionTypes } from "../../src/node.ts";
import { golden, modelNames, modelPath, rootPath } from "../golden.ts";

const ENGINES = {
  simd: readFileSync(rootPath("build/catscore.wasm")),
  scalar: readFileSync(rootPath("build/catscore-scalar.wasm")),
};
const PLATES = rootPath("models/plates.cbm");
/** Several blocks of rows, and more than the memory of a small bundle has room for. */
const ROWS_MANY = 3000;

function bundle(path: string, build: keyof typeof ENGINES = "simd"): Promise<Uint8Array<ArrayBuffer>> {
  return bundleModel(ENGINES[build], readFileSync(path), "1.2.3");
}

/** What a call gives: its answer, or its error's message. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return String(error);
  }
}

describe.each(["simd", "scalar"] as const)("a bundle of the %s build", (build) => {
  test.each(modelNames)("%s: knows and answers what the loaded model does, to the bit", async (name) => {
    const loaded = await loadModel(modelPath(name), { simd: build === "simd" });
    const model = await openBundle(await bundle(modelPath(name), build));
    const ownMemory = { memoryBytes: expect.any(Number) };
    expect({ ...model.info }).toStrictEqual({ ...loaded.info, ...ownMemory });
    expect(model.features).toStrictEqual(loaded.features);
    expect(model.featureImportances()).toStrictEqual(loaded.featureImportances());
    const { rows } = golden(name);
    for (const type of predictionTypes) {
      const options = { type, virtualEnsemblesCount: 2 };
      const many = (scorer: Model) => outcome(() => scorer.predictMany(rows, options));
      const alone = (scorer: Model) => outcome(() => rows.map((row) => scorer.predict(row, options)));
      expect(many(model)).toStrictEqual(many(loaded));
      expect(alone(model)).toStrictEqual(alone(loaded));
    }
  });

  test("exports what the engine does, in its order, without loadModel, and imports nothing", async () => {
    const module = new WebAssembly.Module(await bundle(modelPath("text-mix"), build));
    const engine = WebAssembly.Module.exports(new WebAssembly.Module(ENGINES[build]));
    expect(WebAssembly.Module.exports(module)).toEqual(engine.filter(({ name }) => name !== "loadModel"));
    expect(WebAssembly.Module.imports(module)).toEqual([]);
    expect((await openBundle(module)).module.simd).toBe(build === "simd");
  });
});

test("a bundle's memory grows with the rows of a call", async () => {
  const [row = []] = golden("text-mix").rows;
  const rows = new Array(ROWS_MANY).fill(row);
  const module = new WebAssembly.Module(await bundle(modelPath("text-mix")));
  const model = await openBundle(module);
  expect(model.predictMany(rows)).toStrictEqual(new Array(ROWS_MANY).fill(model.predict(row)));
  const { memory } = new WebAssembly.Instance(module).exports as { memory: WebAssembly.Memory };
  expect(model.module.exports.memory.buffer.byteLength).toBeGreaterThan(memory.buffer.byteLength);
});

test("instances of a bundle share nothing", async () => {
  const module = new WebAssembly.Module(await bundle(modelPath("text-mix")));
  const [first, second] = [await openBundle(module), await openBundle(module)];
  const { rows } = golden("text-mix");
  const expected = (await loadModel(modelPath("text-mix"))).predictMany(rows);
  for (const [i, row] of rows.entries()) {
    first.predict(rows.at(-1 - i) ?? []);
    expect(second.predict(row)).toBe(expected[i]);
  }
});

test("says in a custom section what it is", async () => {
  const module = new WebAssembly.Module(await bundle(PLATES));
  const [label, ...others] = WebAssembly.Module.customSections(module, "catscore");
  expect(others).toEqual([]);
  expect(JSON.parse(new TextDecoder().decode(label))).toEqual({
    producer: "catscore",
    version: "1.2.3",
    model: {
      sha256: createHash("sha256").update(readFileSync(PLATES)).digest("hex"),
      bytes: readFileSync(PLATES).length,
    },
  });
});

test("the same model gives the same bytes, fewer than engine and model have", async () => {
  const bytes = await bundle(PLATES);
  expect(Buffer.compare(await bundle(PLATES), bytes)).toBe(0);
  expect(bytes.length).toBeLessThan(ENGINES.simd.length + readFileSync(PLATES).length);
});

describe("refused", () => {
  test("a damaged model, as loadModel refuses it", async () => {
    const damaged = readFileSync(modelPath("text-mix")).subarray(0, 20_000);
    const refusal = await loadModel(damaged, { name: "text-mix.cbm" }).catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: "MODEL_DAMAGED" });
    await expect(bundleModel(ENGINES.simd, damaged, "1.2.3", "text-mix.cbm")).rejects.toEqual(refusal);
  });

  test("a bundle as a model", async () => {
    await expect(bundleModel(ENGINES.simd, await bundle(PLATES), "1.2.3", "scorer.wasm")).rejects.toThrow(
      "scorer.wasm: a WebAssembly module, a bundle perhaps; expected a CatBoost model (.cbm)",
    );
  });
});
