import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadModel } from "../../src/node.ts";
import { modelNames, modelPath } from "../golden.ts";

async function infoOf(name: string) {
  return (await loadModel(modelPath(name))).info;
}

describe("info says what the model is", () => {
  test.each([
    ["logloss", { dimension: 1, outputCount: 1, symmetric: true, lossFunction: "Logloss" }],
    ["quantile", { dimension: 1, lossFunction: "Quantile" }],
    ["multiclass", { dimension: 4, outputCount: 4, symmetric: true, lossFunction: "MultiClass" }],
    ["class-names", { dimension: 3, outputCount: 5 }],
    ["lossguide", { symmetric: false, lossFunction: "Logloss" }],
    ["lossguide-multiclass", { symmetric: false, dimension: 4 }],
    ["biases", { scale: 1, bias: [0.25, -1.5, 0, 3] }],
    ["scale-and-bias", { scale: 0.7, bias: [-0.3125] }],
    ["sum", { lossFunction: "RMSE" }],
    ["no-trees", { treeCount: 0, leafCount: 0 }],
  ])("%s: %j", async (name, expected) => {
    expect(await infoOf(name)).toMatchObject(expected);
  });

  test.each(modelNames)("%s: its parts are those of the file", async (name) => {
    const { info, features } = await loadModel(modelPath(name));
    const { core, ctrTables, textProcessing, embeddingProcessing } = info.partBytes;
    const kinds = new Set(features.filter(({ used }) => used).map(({ kind }) => kind));
    expect(core).toBeGreaterThan(0);
    expect(ctrTables > 0).toBe(info.ctrs.length > 0);
    expect(textProcessing > 0).toBe(kinds.has("text"));
    expect(embeddingProcessing > 0).toBe(kinds.has("embedding"));
    const sum = core + ctrTables + textProcessing + embeddingProcessing;
    expect(sum).toBeLessThan(readFileSync(modelPath(name)).length);
  });
});

describe("features say what a missing value was", () => {
  test.each([
    ["numeric-nan-min", "Min"],
    ["numeric-nan-max", "Max"],
    ["numeric-nan-forbidden", "Forbidden"],
    ["denormal", "AsIs"],
  ])("%s: %s", async (name, nanMode) => {
    const { features } = await loadModel(modelPath(name));
    expect(features).toContainEqual(expect.objectContaining({ name: "n1", kind: "float", nanMode }));
  });

  test("or nothing, where they are no floats", async () => {
    const { features } = await loadModel(modelPath("ctr-simple"));
    expect(features.find(({ kind }) => kind === "categorical")).toMatchObject({ nanMode: undefined });
  });
});

describe("CTRs", () => {
  test("have a type, a projection by feature names, a prior and borders", async () => {
    const { ctrs } = await infoOf("ctr-types");
    expect(new Set(ctrs.map(({ type }) => type)).size).toBeGreaterThan(2);
    for (const ctr of ctrs) {
      expect(ctr.categories.length + ctr.floatSplitCount + ctr.oneHotSplitCount).toBeGreaterThan(0);
      for (const name of ctr.categories) expect(["color", "code"]).toContain(name);
      expect(ctr.borderCount).toBeGreaterThan(0);
      expect(ctr.tableBytes).toBeGreaterThan(0);
      expect(ctr.prior.denominator).toBe(1);
      expect(ctr.scale).toBeGreaterThan(0);
    }
  });

  test("of combinations name all of their features", async () => {
    const { ctrs } = await infoOf("ctr-combinations");
    expect(ctrs.some(({ categories }) => categories.length > 1)).toBe(true);
    expect(ctrs.some(({ floatSplitCount, oneHotSplitCount }) => floatSplitCount + oneHotSplitCount > 0)).toBe(
      true,
    );
  });

  test("are none in a model of floats", async () => {
    expect((await infoOf("depth-1")).ctrs).toEqual([]);
  });
});

describe("calcers", () => {
  test("of texts have a tokenizer and a dictionary", async () => {
    const { calcers } = await infoOf("text-mix");
    expect(calcers).toContainEqual({
      type: "BoW",
      feature: "text",
      outputCount: expect.any(Number),
      tokenizer: {
        separatorType: "ByDelimiter",
        delimiter: " ",
        lowercasing: false,
        numberPolicy: "LeaveAsIs",
      },
      dictionary: {
        tokenLevel: "Word",
        gramOrder: expect.any(Number),
        skipStep: 0,
        size: expect.any(Number),
      },
    });
  });

  test.each([
    ["text-lowercasing", { tokenizer: { lowercasing: true } }],
    ["text-numbers-replace", { tokenizer: { numberPolicy: "Replace" } }],
    ["text-sense", { tokenizer: { separatorType: "BySense" } }],
    ["text-letters", { dictionary: { tokenLevel: "Letter" } }],
    ["text-bm25", { type: "BM25" }],
    ["embedding-lda", { type: "LDA" }],
    ["embedding-knn", { type: "KNN" }],
  ])("%s: %j", async (name, expected) => {
    const { calcers } = await infoOf(name);
    expect(calcers).toContainEqual(expect.objectContaining({ feature: expect.stringMatching(/./) }));
    for (const calcer of calcers) expect(calcer).toMatchObject(expected);
  });
});

test.each([
  ["labels-integers", [0, 0]],
  ["labels-floats", [1, 1]],
  ["labels-multiclass-floats", [0, 0, 1, 1]],
  ["labels-strings", [2, 2]],
  ["labels-booleans", [3, 3]],
])("%s: the module says what kind its class labels are of", async (name, kinds) => {
  const { exports } = (await loadModel(modelPath(name))).module;
  expect(kinds.map((_, i) => exports.classLabelKind(i))).toEqual(kinds);
  expect(exports.classCount()).toBe(kinds.length);
});
