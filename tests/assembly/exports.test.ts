import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rootPath } from "../golden.ts";

/** The ABI: a name that comes, goes or changes is a new ABI_VERSION and a change of docs/abi.md. */
const FUNCTIONS =
  `allocate calcerCount categoriesAddress classCount classLabelKind classLabelNumber classLabelText
  classLabelTextBytes ctrCount describeCalcer describeCtr dimension embeddingsAddress featureBorderCount
  featureColumn featureCount featureDimension featureKind featureName featureNameBytes featureNanMode
  featureSlot featureUsed floatsAddress hashCategory infoCount infoEntry isSymmetric largestScore
  leafCount loadModel lossFunction lossFunctionBytes lowestScores memoryUsed modelBias modelScale
  outAddress outputCount parseScores partBytes predict predictionWidth reserveRows reserveScores
  smallestScore statusPosition takeScores textsAddress treeCount treeDepthMax`.split(/\s+/);
const GLOBALS = ["ABI_VERSION", "HAS_SIMD"];

describe.each([
  ["catscore.wasm", 1],
  ["catscore-scalar.wasm", 0],
])("build/%s", (name, hasSimd) => {
  const module = new WebAssembly.Module(readFileSync(rootPath(`build/${name}`)));

  test("imports nothing", () => {
    expect(WebAssembly.Module.imports(module)).toEqual([]);
  });

  test("exports the ABI and nothing else", () => {
    const exported = WebAssembly.Module.exports(module);
    const names = (kind: string) =>
      exported.filter((entry) => entry.kind === kind).map((entry) => entry.name);
    expect(names("function").sort()).toEqual(FUNCTIONS);
    expect(names("global").sort()).toEqual(GLOBALS);
    expect(names("memory")).toEqual(["memory"]);
  });

  test("says itself which build it is", () => {
    const { exports } = new WebAssembly.Instance(module);
    expect((exports.HAS_SIMD as WebAssembly.Global).value).toBe(hasSimd);
    expect((exports.ABI_VERSION as WebAssembly.Global).value).toBe(2);
  });
});

test("docs/abi.md describes every export", () => {
  const manual = readFileSync(rootPath("docs/abi.md"), "utf8");
  expect([...FUNCTIONS, ...GLOBALS].filter((name) => !manual.includes(`\`${name}`))).toEqual([]);
});

test("the scalar build has no SIMD instruction", () => {
  expect(readFileSync(rootPath("build/catscore-scalar.wat"), "utf8")).not.toMatch(/v128|[fi]\d+x\d+\./);
});

test("the kernels call nothing", () => {
  const source = readFileSync(rootPath("build/catscore.wat"), "utf8");
  for (const kernel of ["trees/indexTile", "quantize/quantizeValue"]) {
    const start = source.indexOf(`(func $assembly/${kernel} `);
    const body = source.slice(start, source.indexOf("\n (func ", start + 1));
    expect(start).toBeGreaterThan(0);
    expect(body).not.toMatch(/\(?call/);
  }
});
