/** Compares a model's answers in catscore with its golden file, many rows and one at a time. Runs in every runtime. */
import { compare, ROWWISE } from "./golden-file.mjs";

/** What the results of feature importances have as their type. */
export const IMPORTANCES = "FeatureImportances";

/** What catscore says where the package refuses a type. */
const REFUSALS = ["PREDICTION_TYPE", "TREE_RANGE"];

/**
 * @typedef {import("./golden-file.mjs").Golden} Golden
 * @typedef {import("./golden-file.mjs").Difference & { type: string, refused?: string }} Result
 */

/**
 * Compares one model.
 * @param {Golden} golden
 * @param {import("../src/index.ts").Model | Error} model or the error of loading it
 * @returns {Result[]} of the importances, and of each answer in each of the ways to ask for it
 */
export function compareModel(golden, model) {
  const results = golden.answers.flatMap((line) =>
    questions(golden, line).map((ask) => ({ type: line.options.type, ...verdict(line, model, ask) })),
  );
  const { importances } = golden;
  if (importances === undefined) return results;
  const ask = (asked) => importancesByColumn(asked, importances.length);
  return [{ type: IMPORTANCES, ...verdict({ answer: importances }, model, ask) }, ...results];
}

/** The importances by column, as the package gives them: 0 of columns that the model has dropped. */
function importancesByColumn(model, columnCount) {
  const byColumn = new Array(columnCount).fill(0);
  model.featureImportances().forEach((value, i) => {
    byColumn[model.features[i].index] = value;
  });
  return byColumn;
}

/** The ways to ask a line of a golden file: all rows by name, and one after the other as arrays; or the one row. */
function questions({ features, rows }, { options, row, refused }) {
  if (row !== undefined) return [(model) => model.predict(rows[row], options)];
  const kept = features.flatMap(({ name }, i) => (name === "" ? [] : [{ name, i }]));
  const named = rows.map((values) => Object.fromEntries(kept.map(({ name, i }) => [name, values[i]])));
  const many = (model) => model.predictMany(named, options);
  if (refused !== undefined || !ROWWISE.includes(options.type)) return [many];
  return [many, (model) => rows.map((values) => model.predict(values, options))];
}

/** Compares one answer, or one refusal. @param model a model, or the error of loading it */
function verdict({ answer, refused }, model, ask) {
  const wrong = { values: 1, different: 1, ulps: Infinity };
  try {
    if (model instanceof Error) throw model;
    const actual = ask(model);
    if (refused === undefined) return compare(answer, actual);
    return { ...wrong, refused, first: `answered, the package does not: ${refused}` };
  } catch (error) {
    if (refused !== undefined && REFUSALS.includes(error.code))
      return { values: 0, different: 0, ulps: 0, refused };
    return { ...wrong, first: String(error) };
  }
}
