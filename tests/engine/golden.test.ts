import { describe, expect, test } from "vitest";
import { loadModel, type Model } from "../../src/index.ts";
import {
  CUSTOMER,
  hasCustomer,
  modelAnswers,
  modelNames,
  modelPath,
  type PlateAnswer,
  readLines,
  rootPath,
} from "../golden.ts";

describe.each([true, false])("with SIMD %s, equal to the bit to Python's catboost", (simd) => {
  test.each(modelNames)("%s: raw values and every type, one row and many", async (name) => {
    const model = await loadModel(modelPath(name), { simd });
    const answers = modelAnswers(name);
    const rows = answers.map(({ row }) => row);
    expect(rows.map((row) => model.predict(row))).toEqual(answers.map(({ raw }) => raw));
    expect(model.predictMany(rows)).toEqual(answers.map(({ raw }) => raw));
    expect(model.predictMany(rows, { type: "Exponent" })).toEqual(answers.map(({ exponent }) => exponent));
    if (answers[0]?.probability === undefined) return;
    const expected = {
      Probability: answers.map(({ probability }) => probability),
      LogProbability: answers.map((answer) => answer.log_probability),
      Class: answers.map((answer) => answer.class),
    } as const;
    for (const type of ["Probability", "LogProbability", "Class"] as const) {
      expect(model.predictMany(rows, { type })).toEqual(expected[type]);
      expect(rows.map((row) => model.predict(row, { type }))).toEqual(expected[type]);
    }
  });

  test("the plate model: raw values and probabilities", async () => {
    const model = await loadModel(rootPath("models/plates.cbm"), { simd });
    expectAnswers(model, readLines<PlateAnswer>(rootPath("tests/golden/plates.jsonl")));
  });

  test.skipIf(!hasCustomer)("the customer's model (skipped where ../shared/customer is not)", async () => {
    const model = await loadModel(`${CUSTOMER}/micromodel.cbm`, { simd });
    expectAnswers(model, readLines<PlateAnswer>(`${CUSTOMER}/golden.jsonl`));
    expectAnswers(model, readLines<PlateAnswer>(`${CUSTOMER}/edge.jsonl`));
  });
});

function expectAnswers(model: Model, answers: readonly PlateAnswer[]): void {
  const scored = answers.filter(({ error }) => error === undefined);
  const rows = scored.map(({ features }) => features);
  expect(model.predictMany(rows)).toEqual(scored.map(({ raw }) => raw));
  const probabilities = scored.map(({ negative, positive }) => [negative, positive]);
  expect(model.predictMany(rows, { type: "Probability" })).toEqual(probabilities);
  expect(rows.map((row) => model.predict(row, { type: "Probability" }))).toEqual(probabilities);
}
