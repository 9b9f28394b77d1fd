import { describe, expect, test } from "vitest";
import { type Golden, type GoldenAnswer, ROWWISE } from "../../scripts/golden-file.mjs";
import { loadModel, type Model } from "../../src/node.ts";
import {
  answersOf,
  CUSTOMER,
  golden,
  hasCustomer,
  modelNames,
  modelPath,
  type PlateAnswer,
  readLines,
  rootPath,
  rowsByName,
} from "../golden.ts";

/** Losses with a probability for each output. */
const MULTIPROBABILITY = ["MultiLogloss", "MultiCrossEntropy", "MultiClassOneVsAll"];

describe.each([true, false])("with SIMD %s, equal to the bit to Python's catboost", (simd) => {
  test.each(modelNames)("%s: every type, one row and many, ranges of trees", async (name) => {
    const model = await loadModel(modelPath(name), { simd });
    const known = golden(name);
    expect(model.features.map((feature) => ({ name: feature.name, kind: feature.kind }))).toEqual(
      known.features,
    );
    for (const line of known.answers) expectAnswer(model, known, line);
    expectMultiProbability(model, known);
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

function expectAnswer(model: Model, known: Golden, { options, row, answer, refused }: GoldenAnswer): void {
  const alone = () => known.rows.map((values) => model.predict(values, options));
  const many = () => model.predictMany(rowsByName(known), options);
  if (refused !== undefined) {
    const code = expect.stringMatching(/^(PREDICTION_TYPE|TREE_RANGE)$/);
    expect(many).toThrow(expect.objectContaining({ code }));
  } else if (row !== undefined) {
    expect(model.predict(known.rows[row] ?? [], options)).toStrictEqual(answer);
  } else {
    expect(many()).toStrictEqual(answer);
    if (ROWWISE.includes(options.type)) expect(alone()).toStrictEqual(answer);
  }
}

/** A type that the Python package does not have: the probabilities, of a model with one for each output. */
function expectMultiProbability(model: Model, known: Golden): void {
  const many = () => model.predictMany(known.rows, { type: "MultiProbability" });
  if (MULTIPROBABILITY.includes(model.info.lossFunction ?? "")) {
    // of one label, Probability has that of its opposite in front
    const probabilities = answersOf(known, "Probability") as number[][];
    expect(many()).toStrictEqual(probabilities.map((row) => row.slice(-model.info.outputCount)));
  } else {
    expect(many).toThrow(expect.objectContaining({ code: "PREDICTION_TYPE" }));
  }
}

function expectAnswers(model: Model, answers: readonly PlateAnswer[]): void {
  const scored = answers.filter(({ error }) => error === undefined);
  const rows = scored.map(({ features }) => features);
  expect(model.predictMany(rows)).toEqual(scored.map(({ raw }) => raw));
  const probabilities = scored.map(({ negative, positive }) => [negative, positive]);
  expect(model.predictMany(rows, { type: "Probability" })).toEqual(probabilities);
  expect(rows.map((row) => model.predict(row, { type: "Probability" }))).toEqual(probabilities);
}
