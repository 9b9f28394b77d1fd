import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toText } from "../../src/cli/model-text.ts";
import { loadModel } from "../../src/node.ts";
import { goldenModel, runCommand, temporaryFolder } from "./command.ts";

async function textOf(name: string): Promise<string> {
  return toText(`${name}.cbm`, await loadModel(goldenModel(name)));
}

describe("inspect says in aligned lines", () => {
  test("what a model is", async () => {
    const { stdout, stderr, code } = await runCommand(["inspect", goldenModel("text-mix")]);
    expect([stderr, code]).toEqual(["", 0]);
    expect(stdout).toMatch(/^file {11}.*text-mix\.cbm, [\d.]+ kB$/m);
    expect(stdout).toMatch(/^parts {10}model [\d.]+ kB, CTR tables [\d.]+ kB, text processing [\d.]+ kB$/m);
    expect(stdout).toMatch(/^loss function {2}Logloss$/m);
    expect(stdout).toMatch(/^trees {10}\d+ symmetric, depth up to \d, \d+ leaves$/m);
    expect(stdout).toMatch(/^class labels {3}0, 1$/m);
    expect(stdout).toMatch(/^depth +\d+$/m);
    expect(stdout).toMatch(/^learning rate +[\d.]+$/m);
  });

  test.each<[string, string, RegExp]>([
    ["text-mix", "features", /^features +6: 4 categorical, 1 text, 1 float$/m],
    ["text-mix", "a float", /^ {2}5 n1 +float, \d+ borders?, missing values Min$/m],
    ["text-mix", "a category", /^ {2}0 color +categorical$/m],
    ["text-mix", "CTRs", /^CTRs +\d+: \d+ Borders/m],
    ["text-mix", "a calcer", /^ {2}text +BoW, \d+ outputs?; words split at " "; dictionary of \d+ words$/m],
    ["text-mix", "importances", /^importance +\d: .*\n(?: {2}\w+ +\d+\.\d\d %\n)+$/m],
    ["ctr-simple", "a CTR", /^ {2}color +Borders 0, prior 0\/1, \d+ borders?, table [\d.]+ kB$/m],
    ["ctr-combinations", "a combination", /^ {2}color \+ city .* prior /m],
    ["multiclass", "outputs", /^outputs +4$/m],
    ["class-names", "unseen classes", /^outputs +5, 2 of classes that training never saw$/m],
    ["class-names", "labels", /^class labels +"q", "zz", "y", "never", "x"$/m],
    ["labels-floats", "labels that are floats", /^class labels +-0\.5, 1\.25$/m],
    ["rmse", "no labels", /^class labels +none$/m],
    ["quantile", "parameters of the loss", /^loss function +Quantile, alpha=0\.8$/m],
    ["biases", "a bias for each output", /^bias +0\.25, -1\.5, 0, 3$/m],
    ["multiclass", "one bias for all", /^bias +0 for each output$/m],
    ["threshold", "a threshold", /^threshold +probability 0\.8$/m],
    ["lossguide", "trees that are not symmetric", /^trees +\d+ non-symmetric, /m],
    ["ignored", "a feature that is not used", /^ {2}\d .*, not used$/m],
    ["embedding-lda", "an embedding", /^ {2}\d vector +embedding of \d numbers$/m],
    ["embedding-lda", "its calcer", /^ {2}vector +LDA, \d+ outputs?$/m],
    ["text-sense-lowercasing", "a tokenizer", /words by sense, lower case, numbers replaced; /m],
    ["text-letters", "letters", /dictionary of [\d,]+ (?:grams of \d )?letters$/m],
  ])("%s: %s", async (name, _what, line) => {
    expect(await textOf(name)).toMatch(line);
  });

  test("long lists only in part", async () => {
    const text = await textOf("one-hot-300");
    for (const line of text.split("\n")) expect(line.length).toBeLessThan(200);
    const plates = toText("plates.cbm", await loadModel("models/plates.cbm"));
    expect(plates).toMatch(
      /^features +41: 33 float, 6 categorical, 2 text\n(?: {2}.*\n){20} {2}... and 21 more$/m,
    );
  });

  test("names that a terminal would act on", async () => {
    const text = await textOf("names");
    expect(text).toContain("two\\u{a}lines");
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
});

describe("inspect --json gives everything", () => {
  test("of labels, CTRs and features", async () => {
    const { stdout } = await runCommand(["inspect", goldenModel("ctr-simple"), "--json"]);
    const model = JSON.parse(stdout);
    expect(model).toMatchObject({ lossFunction: "Logloss", dimension: 1, scale: 1, classLabels: [0, 1] });
    expect(model).toMatchObject({ symmetric: true, outputCount: 1, bias: [expect.any(Number)] });
    expect(model.features).toContainEqual(expect.objectContaining({ name: "color", kind: "categorical" }));
    expect(model.ctrs).toContainEqual(expect.objectContaining({ type: "Borders", categories: ["color"] }));
    expect(model.partBytes.ctrTables).toBeGreaterThan(0);
  });

  test("of the training, parsed, with the digits of the file, and of the metadata as they are", async () => {
    const { stdout } = await runCommand(["inspect", goldenModel("ctr-simple"), "--json"]);
    const { trainingParameters, metadata } = JSON.parse(stdout);
    expect(trainingParameters).toHaveProperty("boosting_options.iterations");
    expect(stdout).toMatch(/"ctr_leaf_count_limit": 18446744073709551615,/);
    expect(Object.keys(metadata)).toEqual(expect.arrayContaining(["params", "model_guid"]));
    expect(JSON.parse(metadata.params)).toEqual(trainingParameters);
  });

  test("of all features, however many", async () => {
    const { stdout } = await runCommand(["inspect", "models/plates.cbm", "--json"]);
    const { features, calcers } = JSON.parse(stdout);
    expect(features).toHaveLength(41);
    const importances = features.map(({ importance }: { importance: number }) => importance);
    expect(importances.reduce((sum: number, percent: number) => sum + percent)).toBeCloseTo(100, 9);
    expect(calcers.length).toBeGreaterThan(0);
  });

  test("and a threshold where one is set", async () => {
    const { stdout } = await runCommand(["inspect", goldenModel("threshold"), "--json"]);
    expect(JSON.parse(stdout).threshold).toBe(0.8);
  });
});

test.each([
  ["no model at all", Buffer.from("{}"), 'the file does not start with "CBM1"'],
  ["half a model", readFileSync(goldenModel("ctr-simple")).subarray(0, 500), "the file ends before what it"],
])("inspect of %s ends with 2 and one line", async (_what, bytes, message) => {
  const path = join(temporaryFolder(), "model.cbm");
  writeFileSync(path, bytes);
  const { stdout, stderr, code } = await runCommand(["inspect", path]);
  expect([stdout, code]).toEqual(["", 2]);
  expect(stderr).toMatch(/^catscore: .*model\.cbm: [^\n]*\n$/);
  expect(stderr).toContain(message);
});
