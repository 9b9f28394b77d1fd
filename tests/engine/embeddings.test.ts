import { beforeAll, describe, expect, test } from "vitest";
import { type FeatureValue, loadModel, type Model } from "../../src/node.ts";
import { answersOf, golden, modelPath } from "../golden.ts";

let model: Model;
const VECTOR = [0.014, 0.581, -1.329, 0.888, -0.763];

beforeAll(async () => {
  model = await loadModel(modelPath("embedding-lda-knn"));
});

test("features say how many numbers an embedding has", () => {
  expect(model.features.map(({ name, kind, dimension }) => [name, kind, dimension])).toEqual([
    ["n1", "float", 0],
    ["vector", "embedding", 5],
  ]);
});

test("an embedding is an array or a typed array; its numbers may be anything that a float may be", () => {
  const expected = model.predict([0.5, VECTOR]);
  expect(model.predict([0.5, Float32Array.from(VECTOR)])).toBe(expected);
  expect(model.predict([0.5, Float64Array.from(VECTOR)])).toBe(expected);
  expect(model.predict([0.5, VECTOR.map(String)])).toBe(expected);
  const missing = model.predict([0.5, [Number.NaN, 1, 2, 3, 4]]);
  expect(model.predict([0.5, [null, 1, 2, 3, 4]])).toBe(missing);
});

test("embeddings of one call do not lose their numbers, however many there are", () => {
  const known = golden("embedding-lda-knn");
  const repeated = <T>(values: readonly T[]) => Array(400).fill(values).flat(1) as T[];
  expect(model.predictMany(repeated(known.rows))).toEqual(repeated(answersOf(known, "RawFormulaVal")));
});

describe("errors name the row and the column", () => {
  test.each<[string, FeatureValue, string]>([
    ["a short array", [1, 2], "got [1,2], expected an array of 5 numbers"],
    ["a long typed array", new Float32Array(6), "expected an array of 5 numbers"],
    ["text", "1;2;3;4;5", 'got "1;2;3;4;5", expected an array of 5 numbers'],
    ["nothing", null, "got null, expected an array of 5 numbers"],
    ["text inside", [1, 2, "three", 4, 5], 'got "three", expected a number'],
    ["an array inside", [1, 2, [3] as never, 4, 5], "got [3], expected a number"],
  ])("%s", (_, vector, message) => {
    const predict = () =>
      model.predictMany([
        [0.5, VECTOR],
        [0.5, vector],
      ]);
    const expected = { code: "ROW_VALUE", message: expect.stringContaining(message) };
    expect(predict).toThrow(expect.objectContaining(expected));
    expect(predict).toThrow('row 1, column "vector": got');
  });
});
