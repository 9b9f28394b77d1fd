import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadModel } from "../../src/node.ts";
import { golden, modelNames, modelPath } from "../golden.ts";

/** Models without leaf weights, or without trees: the package refuses them. */
const REFUSED = ["depth-16", "no-trees", "release-0.6", "trees-1000"];

describe.each([true, false])("with SIMD %s, equal to the bit to Python's catboost", (simd) => {
  test.each(modelNames)("%s: the importance of every feature", async (name) => {
    const known = golden(name).importances;
    expect(known === undefined).toBe(REFUSED.includes(name));
    if (known === undefined) return;
    const model = await loadModel(modelPath(name), { simd });
    expect([...model.featureImportances()]).toStrictEqual(known);
  });
});

test("asking again gives the same", async () => {
  const model = await loadModel(modelPath("ctr-combinations"));
  expect(model.featureImportances()).toEqual(model.featureImportances());
});

test("a model without trees has zeros", async () => {
  const model = await loadModel(modelPath("no-trees"));
  expect(model.featureImportances()).toEqual(new Float64Array(model.features.length));
});

describe.each(["ctr-combinations", "lossguide-multiclass"])("%s", (name) => {
  test("without leaf weights: as if all leaves weighed the same", async () => {
    const importances = async (edit: EditWeights) =>
      (await loadModel(withWeights(name, edit))).featureImportances();
    const equal = await importances(fill);
    expect(await importances(drop)).toEqual(equal);
    expect(await importances(() => {})).not.toEqual(equal);
  });

  test("with a leaf weight too few is refused", async () => {
    const loading = loadModel(withWeights(name, (view, at, count) => view.setUint32(at, count - 1, true)));
    await expect(loading).rejects.toMatchObject({ code: "MODEL_DAMAGED" });
  });
});

/** Edits the vector of leaf weights: at an address its count, u32, then as many f64. */
type EditWeights = (view: DataView, at: number, count: number) => void;

const fill: EditWeights = (view, at, count) => {
  for (let i = 0; i < count; i++) view.setFloat64(at + 4 + 8 * i, 1, true);
};

const drop: EditWeights = (view, at) => view.setUint32(at, 0, true);

/** The bytes of a model with its leaf weights edited: field 9 of its trees, which are field 1 of the core. */
function withWeights(name: string, edit: EditWeights): Uint8Array {
  const bytes = new Uint8Array(readFileSync(modelPath(name)));
  const view = new DataView(bytes.buffer);
  const follow = (at: number) => at + view.getUint32(at, true);
  const field = (table: number, slot: number) =>
    table + view.getUint16(table - view.getInt32(table, true) + 4 + 2 * slot, true);
  const weights = follow(field(follow(field(follow(8), 1)), 9));
  edit(view, weights, view.getUint32(weights, true));
  return bytes;
}
