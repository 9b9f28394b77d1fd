import { describe, expect, test } from "vitest";
import type { FeatureValue } from "../../src/engine/rows.ts";
import { loadModel } from "../../src/node.ts";
import { golden, modelNames, modelPath } from "../golden.ts";

describe.each(modelNames)("%s", (name) => {
  test("floats have as many borders as they say, ascending", async () => {
    const model = await loadModel(modelPath(name));
    const borders = model.featureBorders();
    const floats = model.features.filter(({ kind }) => kind === "float");
    expect([...borders.keys()].toSorted((a, b) => a - b)).toEqual(floats.map(({ index }) => index));
    for (const { index, borderCount } of floats) {
      const ofFeature = borders.get(index) ?? [];
      expect(ofFeature).toHaveLength(borderCount);
      expect([...ofFeature]).toEqual([...new Set(ofFeature)].toSorted((a, b) => a - b));
    }
  });
});

test.each(["logloss", "rmse", "depthwise"])("%s: a prediction changes at borders only", async (name) => {
  const model = await loadModel(modelPath(name));
  const [row = []] = golden(name).rows;
  let changeCount = 0;
  for (const [index, borders] of model.featureBorders()) {
    const at = (value: number) => model.predict(row.with(index, value) as FeatureValue[]);
    for (const [i, border] of borders.entries()) {
      const below = borders[i - 1] ?? border - 1;
      const between = Math.fround(below + (border - below) / 2);
      expect(at(border)).toBe(at(between));
      const above = borders[i + 1] ?? border + 1;
      if (at(above) !== at(border)) changeCount++;
    }
  }
  expect(changeCount).toBeGreaterThan(0);
});
