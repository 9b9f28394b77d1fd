import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rootPath } from "../golden.ts";

/** The ABI: a name that comes, goes or changes is a new abiVersion and a change of docs/abi.md. */
const FUNCTIONS =
  `abiVersion allocate calcerCount categoriesAddress classCount classLabelKind classLabelNumber classLabelText
  classLabelTextBytes computeImportances ctrCount describeCalcer describeCtr dimension embeddingsAddress featureBorderCount
  featureBorders featureColumn featureCount featureDimension featureImportance featureKind featureName featureNameBytes featureNanMode
  featureSlot featureUsed fileBytes floatsAddress hasSimd hashCategory infoCount infoEntry isSymmetric largestScore
  leafCount loadModel lossFunction lossFunctionBytes lowestScores memoryUsed modelBias modelScale
  outAddress outputCount parseScores partBytes predict predictionWidth reserveRows reserveScores
  smallestScore statusMessage statusMessageBytes statusPosition takeScores textsAddress treeCount treeDepthMax`.split(
    /\s+/,
  );

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
    expect(names("global")).toEqual([]);
    expect(names("memory")).toEqual(["memory"]);
  });

  test("says itself which build it is", () => {
    const { exports } = new WebAssembly.Instance(module);
    expect((exports.hasSimd as () => number)()).toBe(hasSimd);
    expect((exports.abiVersion as () => number)()).toBe(3);
  });
});

test("docs/abi.md describes every export", () => {
  const manual = readFileSync(rootPath("docs/abi.md"), "utf8");
  expect(FUNCTIONS.filter((name) => !manual.includes(`\`${name}`))).toEqual([]);
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
