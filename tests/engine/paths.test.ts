import { describe, expect, test } from "vitest";
import type { FeatureValue } from "../../src/engine/rows.ts";
import { type Feature, loadModel, type Model } from "../../src/node.ts";
import { golden, modelNames, modelPath, rowsByName } from "../golden.ts";
import { seeded } from "../random.ts";

const ROW_COUNTS = [1, 2, 3, 4, 5, 15, 16, 17, 31, 127, 128, 129, 200, 1023, 1024, 1025];
const FLOATS = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 5e-324, 1e-41, 1e308, -1e308];

describe("SIMD blocks, single rows and the scalar build give the same bits", () => {
  test.each(modelNames)("%s, random rows in calls of every size", async (name) => {
    const simd = await loadModel(modelPath(name));
    const scalar = await loadModel(modelPath(name), { simd: false });
    expect(simd.info.simd).toBe(true);
    expect(scalar.info.simd).toBe(false);
    const random = seeded(name.length);
    const known = rowsByName(golden(name));
    for (const rowCount of ROW_COUNTS) {
      const rows = Array.from({ length: rowCount }, () => mix(simd, known, random));
      const expected = rows.map((row) => scalar.predict(row));
      expect(simd.predictMany(rows)).toEqual(expected);
      expect(scalar.predictMany(rows)).toEqual(expected);
      const columns = Object.fromEntries(simd.features.map((f) => [f.name, rows.map((row) => row[f.name])]));
      expect([...simd.predictColumns(columns)]).toEqual(expected.flat());
    }
  });
});

/** A row of values of any of the golden rows, floats sometimes extreme, missing or random. */
function mix(
  model: Model,
  known: readonly Record<string, FeatureValue>[],
  random: () => number,
): Record<string, FeatureValue> {
  const value = ({ name, kind, nanMode }: Feature): FeatureValue => {
    const drawn = known[Math.floor(random() * known.length)]?.[name];
    if (kind !== "float" || random() < 0.7) return drawn;
    const extreme = nanMode === "Forbidden" ? FLOATS : [Number.NaN, ...FLOATS];
    return random() < 0.3
      ? extreme[Math.floor(random() * extreme.length)]
      : (random() - 0.5) * 10 ** (random() * 6 - 3);
  };
  return Object.fromEntries(model.features.map((feature) => [feature.name, value(feature)]));
}
