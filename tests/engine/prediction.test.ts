import { describe, expect, test } from "vitest";
import { loadModel, type Model, type PredictOptions, predictionTypes, type Row } from "../../src/node.ts";
import { modelPath } from "../golden.ts";

/** A row of a model's kinds of features, without embeddings. */
function rowOf({ features }: Model): Row {
  return Object.fromEntries(features.map(({ name, kind }) => [name, kind === "float" ? 0.5 : "red"]));
}

/** `number`, `string`, `3 × number`, `10 × 3 × number`. */
function shapeOf(value: unknown): string {
  return Array.isArray(value) ? `${value.length} × ${shapeOf(value[0])}` : typeof value;
}

describe("a row's answer has the shape of the Python package's", () => {
  test.each<[string, PredictOptions, string]>([
    ["logloss", {}, "number"],
    ["logloss", { type: "Probability" }, "2 × number"],
    ["logloss", { type: "LogProbability" }, "2 × number"],
    ["logloss", { type: "Class" }, "number"],
    ["logloss", { type: "Exponent" }, "number"],
    ["logloss", { type: "VirtEnsembles", virtualEnsemblesCount: 3 }, "3 × 1 × number"],
    ["logloss", { type: "TotalUncertainty", virtualEnsemblesCount: 3 }, "2 × number"],
    ["logloss", { type: "LeafIndexes", ntreeStart: 2, ntreeEnd: 7 }, "5 × number"],
    ["labels-strings", { type: "Class" }, "string"],
    ["labels-booleans", { type: "Class" }, "boolean"],
    ["multiclass", {}, "4 × number"],
    ["multiclass", { type: "Probability" }, "4 × number"],
    ["multiclass", { type: "Class" }, "1 × number"],
    ["multiclass", { type: "Exponent" }, "1 × number"],
    ["multiclass", { type: "VirtEnsembles", virtualEnsemblesCount: 2 }, "2 × 4 × number"],
    ["multiclass", { type: "LeafIndexes", ntreeEnd: 3 }, "3 × number"],
    ["labels-multiclass-strings", { type: "Class" }, "1 × string"],
    ["multiclass-one-vs-all", { type: "MultiProbability" }, "4 × number"],
    ["multi-logloss", { type: "Probability" }, "3 × number"],
    ["multi-logloss", { type: "Class" }, "3 × number"],
    ["class-names", {}, "5 × number"],
    ["class-names", { type: "VirtEnsembles", virtualEnsemblesCount: 2 }, "2 × 3 × number"],
    ["uncertainty", { type: "RMSEWithUncertainty" }, "2 × number"],
    ["uncertainty", { type: "TotalUncertainty", virtualEnsemblesCount: 2 }, "3 × number"],
  ])("%s, %j: %s", async (name, options, shape) => {
    const model = await loadModel(modelPath(name));
    const row = rowOf(model);
    expect(shapeOf(model.predict(row, options))).toBe(shape);
    expect(model.predictMany([row, row], options).map(shapeOf)).toEqual([shape, shape]);
  });
});

describe("labels are those of the training", () => {
  test.each([
    ["labels-integers", [-3, 7]],
    ["labels-floats", [-0.5, 1.25]],
    ["labels-strings", ["no", 'y"es\u{1f600}']],
    ["labels-booleans", [false, true]],
    ["labels-multiclass-strings", [" ", "1", "NaN", "x"]],
    ["labels-multiclass-floats", [-3, 0, 0.5, Math.fround(1e20)]],
    ["class-names", ["q", "zz", "y", "never", "x"]],
    ["classes-count", [0, 1, 2, 3, 4, 5]],
    ["logloss", [0, 1]],
    ["rmse", []],
  ])("%s: %j", async (name, labels) => {
    expect((await loadModel(modelPath(name))).info.classLabels).toEqual(labels);
  });
});

describe("options that a model cannot follow are refused before there is a row", () => {
  test.each<[string, PredictOptions, string, string]>([
    ["rmse", { type: "Class" }, "PREDICTION_TYPE", 'a model with the loss RMSE cannot give "Class"'],
    ["rmse", { type: "RMSEWithUncertainty" }, "PREDICTION_TYPE", 'the loss RMSE cannot give "RMSEWith'],
    ["multi-rmse", { type: "VirtEnsembles" }, "PREDICTION_TYPE", 'MultiRMSE cannot give "VirtEnsembles"'],
    ["multiclass", { type: "MultiProbability" }, "PREDICTION_TYPE", 'MultiClass cannot give "MultiProb'],
    [
      "rmse",
      { type: "constructor" } as object,
      "PREDICTION_TYPE",
      'got the prediction type "constructor", expected one of RawFormulaVal, Probability,',
    ],
    [
      "depth-1",
      { ntreeStart: 5, ntreeEnd: 5 },
      "TREE_RANGE",
      "got ntreeStart 5 and ntreeEnd 5, expected 0 <= ntreeStart < ntreeEnd <= 40, the number of trees",
    ],
    ["depth-1", { ntreeStart: 40 }, "TREE_RANGE", "got ntreeStart 40 and ntreeEnd 40, expected"],
    ["depth-1", { ntreeEnd: 41 }, "TREE_RANGE", "got ntreeStart 0 and ntreeEnd 41, expected"],
    ["depth-1", { ntreeStart: -1 }, "TREE_RANGE", "got ntreeStart -1 and ntreeEnd 40, expected"],
    ["depth-1", { ntreeStart: 0.5 }, "TREE_RANGE", "got ntreeStart 0.5 and ntreeEnd 40, expected"],
    ["depth-1", { ntreeEnd: Number.NaN }, "TREE_RANGE", "got ntreeStart 0 and ntreeEnd NaN, expected"],
    [
      "depth-1",
      { type: "VirtEnsembles", ntreeStart: 1 },
      "TREE_RANGE",
      'got ntreeStart 1, expected 0 for "VirtEnsembles"',
    ],
    [
      "depth-1",
      { type: "TotalUncertainty", virtualEnsemblesCount: 21 },
      "TREE_RANGE",
      "got virtualEnsemblesCount 21 and 40 trees, expected 1 ensemble or more of at least 2 trees each",
    ],
    [
      "depth-1",
      { type: "VirtEnsembles", ntreeEnd: 19 },
      "TREE_RANGE",
      "got virtualEnsemblesCount 10 and 19 trees, expected",
    ],
    ["depth-1", { type: "VirtEnsembles", ntreeEnd: 1 }, "TREE_RANGE", "10 and 1 tree, expected"],
    ["depth-1", { type: "VirtEnsembles", virtualEnsemblesCount: 0 }, "TREE_RANGE", "Count 0 and"],
    ["depth-1", { type: "VirtEnsembles", virtualEnsemblesCount: 1.5 }, "TREE_RANGE", "Count 1.5 and"],
  ])("%s, %j: %s", async (name, options, code, message) => {
    const model = await loadModel(modelPath(name));
    const expected = expect.objectContaining({ code, message: expect.stringContaining(message) });
    expect(() => model.predictMany([], options)).toThrow(expected);
    expect(() => model.predictionWidth(options)).toThrow(expected);
    expect(() => model.predictColumns({}, options)).toThrow(expected);
  });
});

describe("a range of trees", () => {
  test("takes the leaves of its trees, for one row and many", async () => {
    const model = await loadModel(modelPath("depth-1"));
    const row = rowOf(model);
    const all = model.predict(row, { type: "LeafIndexes" }) as number[];
    expect(all).toHaveLength(40);
    for (const [ntreeStart, ntreeEnd] of [
      [0, 40],
      [0, 1],
      [3, 11],
      [39, 40],
    ] as const) {
      const options = { type: "LeafIndexes", ntreeStart, ntreeEnd } as const;
      expect(model.predict(row, options)).toEqual(all.slice(ntreeStart, ntreeEnd));
      expect(model.predictMany([row], options)).toEqual([all.slice(ntreeStart, ntreeEnd)]);
    }
  });

  test("ends with the last tree where its end is 0 or left out", async () => {
    const model = await loadModel(modelPath("depth-1"));
    const row = rowOf(model);
    const expected = model.predict(row, { ntreeStart: 5, ntreeEnd: 40 });
    expect(model.predict(row, { ntreeStart: 5 })).toBe(expected);
    expect(model.predict(row, { ntreeStart: 5, ntreeEnd: 0 })).toBe(expected);
    expect(model.predict(row)).not.toBe(expected);
  });

  test("of other options is not mixed up with that of the call before", async () => {
    const model = await loadModel(modelPath("depth-1"));
    const row = rowOf(model);
    const answers = () => [
      model.predict(row),
      model.predict(row, { ntreeEnd: 7 }),
      model.predict(row, { type: "Exponent", ntreeEnd: 7 }),
      model.predict(row, { type: "TotalUncertainty", virtualEnsemblesCount: 2 }),
      model.predict(row, { type: "TotalUncertainty", virtualEnsemblesCount: 4 }),
    ];
    const first = answers();
    expect(new Set(first.map(String)).size).toBe(first.length);
    expect(answers()).toEqual(first);
  });
});

describe("columns give the numbers of the rows, row after row", () => {
  test.each(["logloss", "multiclass", "uncertainty", "class-names", "multi-logloss"])("%s", async (name) => {
    const model = await loadModel(modelPath(name));
    const rows = Array.from({ length: 1030 }, (_, i) =>
      Object.fromEntries(
        model.features.map(({ name: column, kind }) => [column, kind === "float" ? i / 500 - 1 : "red"]),
      ),
    );
    const columns = Object.fromEntries(
      model.features.map(({ name: column }) => [column, rows.map((row) => row[column] ?? 0)]),
    );
    for (const type of predictionTypes) {
      if (type === "Class" || !canGive(model, type)) continue;
      const options = { type, virtualEnsemblesCount: 2 };
      const numbers = model.predictColumns(columns, options);
      expect(numbers).toHaveLength(1030 * model.predictionWidth(options));
      expect([...numbers]).toEqual(model.predictMany(rows, options).flat(2));
    }
  });

  test("Class gives positions of the labels", async () => {
    const model = await loadModel(modelPath("labels-multiclass-strings"));
    const row = rowOf(model);
    const columns = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, [value]]));
    const [position = -1] = model.predictColumns(columns, { type: "Class" });
    expect([model.info.classLabels[position]]).toEqual(model.predict(row, { type: "Class" }));
  });
});

function canGive(model: Model, type: (typeof predictionTypes)[number]): boolean {
  try {
    return model.predictionWidth({ type, virtualEnsemblesCount: 2 }) > 0;
  } catch {
    return false;
  }
}

test("more rows than fit into a call of wide answers are cut into several", async () => {
  const model = await loadModel(modelPath("trees-1000"));
  const rows = Array.from({ length: 2500 }, (_, i) => ({ n1: i / 2500, n2: -i / 2500 }));
  const many = model.predictMany(rows, { type: "LeafIndexes" });
  for (const i of [0, 1000, 1023, 1024, 1048, 1049, 2499]) {
    expect(many[i]).toEqual(model.predict(rows[i] as Row, { type: "LeafIndexes" }));
  }
  const few = model.predictMany(rows.slice(0, 10), { type: "VirtEnsembles", virtualEnsemblesCount: 500 });
  expect(few.map(shapeOf)).toEqual(Array(10).fill("500 × 1 × number"));
  expect(few[9]).toEqual(
    model.predict(rows[9] as Row, { type: "VirtEnsembles", virtualEnsemblesCount: 500 }),
  );
});

describe("a missing value of a float whose nan_mode is Forbidden is refused", () => {
  const MESSAGE = "expected a number (the model's nan_mode is Forbidden)";

  test.each([
    [null, "null"],
    [undefined, "undefined"],
    [Number.NaN, "NaN"],
    ["", '""'],
    ["None", '"None"'],
  ])("%j", async (value, shown) => {
    const model = await loadModel(modelPath("numeric-nan-forbidden"));
    const message = `column "n2": got ${shown}, ${MESSAGE}`;
    expect(() => model.predict([1, value])).toThrow(expect.objectContaining({ code: "ROW_VALUE", message }));
    const many = () =>
      model.predictMany([
        [1, 2],
        [3, value],
      ]);
    expect(many).toThrow(`row 1, ${message}`);
    expect(() => model.predictColumns({ n1: [1, 2], n2: [3, value] })).toThrow(`row 1, ${message}`);
  });

  test.each([Float64Array, Float32Array])("in a %O", async (Column) => {
    const model = await loadModel(modelPath("numeric-nan-forbidden"));
    const n1 = new Column(1500);
    const n2 = new Column(1500);
    n2[1100] = Number.NaN;
    expect(() => model.predictColumns({ n1, n2 })).toThrow(`row 1100, column "n2": got NaN, ${MESSAGE}`);
  });
});
