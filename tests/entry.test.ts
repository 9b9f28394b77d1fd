import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as node from "../src/node.ts";
import { answersOf, golden, modelPath, rootPath } from "./golden.ts";

const NAME = "ctr-types";
const { rows } = golden(NAME);
const expected = answersOf(golden(NAME), "RawFormulaVal");
const engine = (name: string) => new WebAssembly.Module(readFileSync(rootPath(`build/${name}.wasm`)));

/** The one file, as a browser or Deno has it. Its URL is a file here, which Node cannot fetch. */
const file: typeof import("../src/index.ts") = await import(
  pathToFileURL(rootPath("build/catscore.js")).href
);

let origin = "";
/** Serves build/ and tests/conformance/. */
const server = createServer(({ url = "" }, response) => {
  try {
    response.end(readFileSync(rootPath(url.endsWith(".wasm") ? `build${url}` : `tests/conformance${url}`)));
  } catch {
    response.writeHead(404).end();
  }
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

describe("build/catscore.js", () => {
  const source = readFileSync(rootPath("build/catscore.js"), "utf8");

  test("imports nothing", () => {
    expect(source.match(/\bimport\b\s*[^.\s].*/g)).toBeNull();
    expect(source).not.toMatch(/\bnode:|\brequire\b|\bprocess\b|\bBuffer\b/);
  });

  test("has the names of the entry for Node", () => {
    expect(Object.keys(file).sort()).toEqual(Object.keys(node).sort());
  });

  test("names the modules in a form that bundlers know", () => {
    expect(source).toContain('new URL("catscore.wasm", import.meta.url)');
    expect(source).toContain('new URL("catscore-scalar.wasm", import.meta.url)');
  });
});

describe.each([
  ["build/catscore.js", file],
  ["src/node.ts", node],
])("%s", (_, { loadModel, openBundle }) => {
  test("loads by URL, engine and model", async () => {
    const model = await loadModel(`${origin}/${NAME}.cbm`, { engine: new URL(`${origin}/catscore.wasm`) });
    expect(model.info.simd).toBe(true);
    expect(model.predictMany(rows)).toEqual(expected);
  });

  test("takes a compiled engine and an ArrayBuffer", async () => {
    const bytes = new Uint8Array(readFileSync(modelPath(NAME))).buffer;
    const model = await loadModel(bytes, { engine: engine("catscore-scalar") });
    expect(model.info.simd).toBe(false);
    expect(model.predictMany(rows)).toEqual(expected);
  });

  test("says what is wrong with an engine", async () => {
    const loading = (engine: WebAssembly.Module | string) => loadModel(`${origin}/${NAME}.cbm`, { engine });
    await expect(loading(`${origin}/no.wasm`)).rejects.toMatchObject({
      code: "ENGINE_UNUSABLE",
      message: `cannot use the engine ${origin}/no.wasm: ${origin}/no.wasm answered 404`,
    });
    await expect(loading(`${origin}/${NAME}.cbm`)).rejects.toMatchObject({ code: "ENGINE_UNUSABLE" });
    await expect(loading(new WebAssembly.Module(EMPTY))).rejects.toMatchObject({
      code: "ENGINE_UNUSABLE",
      message: "cannot use the engine catscore.wasm: the module is not catscore's",
    });
  });

  test("says what is wrong with a model", async () => {
    const options = { engine: engine("catscore"), name: "short.cbm" };
    await expect(loadModel(`${origin}/no.cbm`, options)).rejects.toMatchObject({
      code: "MODEL_NOT_FOUND",
      message: `cannot read the model ${origin}/no.cbm: ${origin}/no.cbm answered 404`,
    });
    await expect(loadModel(new Uint8Array(4), options)).rejects.toThrow(/^short\.cbm: .*CBM1/);
  });

  test("opens nothing but bundles", async () => {
    const refusal = { code: "MODEL_DAMAGED", message: "scorer.wasm: the module holds no model" };
    const name = "scorer.wasm";
    await expect(openBundle(engine("catscore"), { name })).rejects.toMatchObject(refusal);
    await expect(openBundle(new Uint8Array(4), { name })).rejects.toMatchObject({
      code: "MODEL_DAMAGED",
      message: expect.stringMatching(/^scorer\.wasm: /),
    });
    await expect(openBundle(`${origin}/no.wasm`)).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  });
});

/** A module without exports. */
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
