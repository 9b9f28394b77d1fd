/** Compares a model's answers in catscore with its golden file: both builds, many rows and one at a time. */
import { CatscoreError, loadModel } from "../build/node.js";
import { compare, ROWWISE, readGolden } from "./golden-file.mjs";

/** What the results of feature importances have as their type. */
export const IMPORTANCES = "FeatureImportances";

/** What catscore says where the package refuses a type. */
const REFUSALS = ["PREDICTION_TYPE", "TREE_RANGE"];

/**
 * Compares one model.
 * @param {string} path of name.cbm and name.json, without the end
 * @returns {Promise<object[]>} for each build and answer, importances first, { simd, type, refused, values, different, ulps, first }
 */
export async function compareModel(path) {
  const golden = readGolden(`${path}.json`);
  const results = [];
  for (const simd of [true, false]) {
    const model = await loadModel(`${path}.cbm`, { simd }).catch((/** @type {unknown} */ error) => error);
    if (golden.importances !== undefined) {
      const answer = golden.importances;
      const ask = (asked) => importancesByColumn(asked, answer.length);
      results.push({ simd, type: IMPORTANCES, ...verdict({ answer }, model, ask) });
    }
    for (const line of golden.answers) {
      for (const answer of questions(golden, line)) {
        results.push({ simd, type: line.options.type, ...verdict(line, model, answer) });
      }
    }
  }
  return results;
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
    const isRefusal = error instanceof CatscoreError && REFUSALS.includes(error.code);
    if (isRefusal && refused !== undefined) return { values: 0, different: 0, ulps: 0, refused };
    return { ...wrong, first: String(error) };
  }
}
