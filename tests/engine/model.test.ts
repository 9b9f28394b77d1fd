import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { EngineModule } from "../../src/engine/wasm.ts";
import { loadModel, Model, type Row } from "../../src/node.ts";
import { answersOf, golden, modelPath, rowsByName } from "../golden.ts";

let model: Model;
const ROW = { color: "red", code: 3, n1: 0.5 };

beforeAll(async () => {
  model = await loadModel(modelPath("ctr-types"));
});

test("a model loads from a path, a URL and bytes", async () => {
  const path = modelPath("ctr-types");
  const expected = model.predict(ROW);
  for (const source of [
    path,
    pathToFileURL(path),
    pathToFileURL(path).href,
    new Uint8Array(readFileSync(path)),
  ]) {
    expect((await loadModel(source)).predict(ROW)).toBe(expected);
  }
});

test("features have CatBoost's order, names and kinds", () => {
  expect(model.features.map(({ index, name, kind }) => [index, name, kind])).toEqual([
    [0, "color", "categorical"],
    [1, "code", "categorical"],
    [2, "n1", "float"],
  ]);
});

test("info says what the model is", () => {
  expect(model.info).toMatchObject({
    dimension: 1,
    treeCount: 12,
    scale: 1,
    lossFunction: "Logloss",
    classLabels: [0, 1],
    byteCount: readFileSync(modelPath("ctr-types")).length,
  });
  expect(JSON.parse(model.info.metadata.params ?? "").boosting_options.iterations).toBe(12);
});

test("an array in feature order is the same row as an object", () => {
  expect(model.predict(["red", 3, 0.5])).toBe(model.predict(ROW));
});

test("missing floats are null, undefined and NaN alike", async () => {
  const numeric = await loadModel(modelPath("numeric-nan-max"));
  const expected = numeric.predict({ n1: Number.NaN, n2: 1, n3: 2 });
  expect(numeric.predict({ n1: null, n2: 1, n3: 2 })).toBe(expected);
  expect(numeric.predict({ n1: undefined, n2: 1, n3: 2 })).toBe(expected);
  expect(numeric.predict({ n1: "nan", n2: "1", n3: "2.0" })).toBe(expected);
  expect(numeric.predict({ n1: 0, n2: 1, n3: 2 })).not.toBe(expected);
});

test("infinite floats are numbers, or the words of Python and of JavaScript", async () => {
  const numeric = await loadModel(modelPath("numeric-nan-min"));
  const expected = numeric.predict({ n1: Number.POSITIVE_INFINITY, n2: 0, n3: Number.NEGATIVE_INFINITY });
  expect(numeric.predict({ n1: "inf", n2: 0, n3: "-inf" })).toBe(expected);
  expect(numeric.predict({ n1: "Infinity", n2: 0, n3: "-Infinity" })).toBe(expected);
  expect(numeric.predict({ n1: 0, n2: 0, n3: 0 })).not.toBe(expected);
});

test("an integer category is its decimal text, a boolean 1 or 0", () => {
  for (const code of ["3", 3n]) expect(model.predict({ ...ROW, code })).toBe(model.predict(ROW));
  expect(model.predict({ ...ROW, code: true })).toBe(model.predict({ ...ROW, code: 1 }));
});

test("predictColumns writes into the array it is given", () => {
  const out = new Float64Array(2);
  const columns = { color: ["red", "blue"], code: [3, 4], n1: Float64Array.of(0.5, 1) };
  expect(model.predictColumns(columns, { out })).toBe(out);
  expect([...out]).toEqual(
    model.predictMany([
      ["red", 3, 0.5],
      ["blue", 4, 1],
    ]),
  );
});

test.each([null, undefined, 5, "red"])("predictColumns refuses %o for a column", (column) => {
  const columns = { color: column as unknown as string[], code: [3], n1: [0.5] };
  const code = column === undefined ? "ROW_COLUMN_MISSING" : "ROW_SHAPE";
  const refusal = { code, message: expect.stringContaining('column "color"') };
  expect(() => model.predictColumns(columns)).toThrow(expect.objectContaining(refusal));
});

test("a category is the same wherever the place for strings runs out", async () => {
  const known = golden("text-mix");
  const answers = answersOf(known, "RawFormulaVal");
  const rows = rowsByName(known);
  const { features } = await loadModel(modelPath("text-mix"));
  const texts = features.filter(({ kind }) => kind === "text").map(({ name }) => name);
  const filler = (byteCount: number): Row => ({
    ...rows[0],
    ...Object.fromEntries(texts.map((name) => [name, "x".repeat(byteCount)])),
  });
  // the first place has 4,096 bytes: long texts, then short ones up to its very end
  const long = Array.from({ length: Math.floor(3600 / (100 * texts.length)) }, () => filler(100));
  for (let count = 300; count < 500; count += 1) {
    const short = Array.from({ length: Math.floor(count / texts.length) }, () => filler(1));
    const fillers = [...long, ...short];
    const fresh = await loadModel(modelPath("text-mix"));
    const scored = fresh.predictMany([...fillers, ...rows.slice(1)]).slice(fillers.length);
    expect(scored).toEqual(answers.slice(1));
  }
});

test("a text that the module has no room for is refused each time, and the next one scores", async () => {
  const { module } = await loadModel(modelPath("embedding-mix"));
  let isFull = false;
  const allocate = (byteCount: number) => (isFull ? 0 : module.exports.allocate(byteCount));
  const model = new Model(new EngineModule({ ...module.exports, allocate }));
  const [row] = rowsByName(golden("embedding-mix"));
  const long = { ...row, text: "good ".repeat(400) };

  isFull = true;
  const tooLarge = expect.objectContaining({ code: "MODEL_TOO_LARGE" });
  expect(() => model.predict(long)).toThrow(tooLarge);
  expect(() => model.predict(long)).toThrow(tooLarge);
  isFull = false;
  expect(model.predict(long)).toBe((await loadModel(modelPath("embedding-mix"))).predict(long));
});

test("more memory than an address can name is refused", () => {
  const message = "the module has no room for 4294967312 bytes more";
  const expected = expect.objectContaining({ code: "MODEL_TOO_LARGE", message });
  expect(() => model.module.allocate(2 ** 32 + 16)).toThrow(expected);
});

test("long texts and many rows do not lose their strings", async () => {
  const text = await loadModel(modelPath("text"));
  const rows = Array.from({ length: 3000 }, (_, i) => ({
    "text 1": "wind sun ".repeat(1 + (i % 500)),
    "text 2": "fog",
  }));
  expect(text.predictMany(rows)).toEqual(rows.map((row) => text.predict(row)));
});

describe("errors name the row and the column", () => {
  test.each<[string, unknown, string, string]>([
    ["a missing column", { color: "red", n1: 1 }, "ROW_COLUMN_MISSING", 'row 1, column "code": is missing'],
    ["an unknown column", { ...ROW, age: 1 }, "ROW_COLUMN_UNKNOWN", 'row 1: column "age" is no feature'],
    [
      "text in a float",
      { ...ROW, n1: "abc" },
      "ROW_VALUE",
      'row 1, column "n1": got "abc", expected a number',
    ],
    [
      "a name of JavaScript's in a float",
      { ...ROW, n1: "constructor" },
      "ROW_VALUE",
      'row 1, column "n1": got "constructor", expected a number',
    ],
    [
      "an object in a float",
      { ...ROW, n1: {} },
      "ROW_VALUE",
      'row 1, column "n1": got {}, expected a number',
    ],
    [
      "a fraction in a category",
      { ...ROW, code: 2.5 },
      "ROW_VALUE",
      'column "code": got 2.5, expected a string or',
    ],
    [
      "a missing category",
      { ...ROW, color: null },
      "ROW_VALUE",
      'column "color": got null, expected a string or',
    ],
    ["half a surrogate pair", { ...ROW, color: "\ud800" }, "ROW_VALUE", 'column "color"'],
    ["a short array", ["red", 3], "ROW_SHAPE", "row 1: got 2 values, expected 3"],
    ["no row at all", 5, "ROW_SHAPE", "row 1: got 5, expected an object or an array"],
  ])("%s", (_, row, code, message) => {
    const predict = () => model.predictMany([ROW, row as Row]);
    expect(predict).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });

  test("a prediction type that the model cannot give, naming both", async () => {
    const regression = await loadModel(modelPath("numeric-nan-forbidden"));
    const predict = () => regression.predict({ n1: 1, n2: 2 }, { type: "Class" });
    expect(predict).toThrow(/RMSE.*"Class"/);
  });

  test("columns of different lengths", () => {
    const predict = () => model.predictColumns({ color: ["red"], code: [1, 2], n1: [1] });
    expect(predict).toThrow('column "code" has 2 values, expected 1');
  });
});
