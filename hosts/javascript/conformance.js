/**
 * What every runtime must answer: the files of tests/conformance in both builds, a bundle, and the errors. Knows
 * nothing of the runtime but fetch.
 */
import { compareModel } from "../../scripts/golden-model.mjs";
import { fetchBytes, fetchGolden, fetchJson } from "./fetch.js";

/** Codes of the errors of rows, by what errors.json says that they are about. */
const ROW_CODES = { missing: "ROW_COLUMN_MISSING", unknown: "ROW_COLUMN_UNKNOWN", value: "ROW_VALUE" };

/** The model that is tested as a bundle, too: it has features of all kinds. */
export const BUNDLED = "embedding-mix";

/**
 * What is checked and measured: catscore in one runtime.
 * @typedef {object} Subject
 * @property {typeof import("../../build/index.js")} catscore The entry.
 * @property {string} origin Of server.js.
 * @property {(simd: boolean) => import("../../build/index.js").LoadOptions} build The options that take one of the builds.
 * @property {WebAssembly.Module | string} bundle A module that holds the model BUNDLED.
 */

/**
 * What came out.
 * @typedef {object} Outcome
 * @property {Record<string, { values: number, different: number }>} models Numbers and labels compared, by model.
 * @property {string[]} failures What was wrong, in words.
 */

/**
 * Checks catscore in one runtime.
 * @param {Subject} subject
 * @returns {Promise<Outcome>}
 */
export async function checkConformance(subject) {
  /** @type {Outcome} */
  const outcome = { models: {}, failures: [] };
  const names = await fetchJson(`${subject.origin}/conformance/`);
  for (const name of names.filter((/** @type {string} */ name) => name.endsWith(".cbm"))) {
    await checkModel(subject, name.slice(0, -".cbm".length), outcome);
  }
  await checkBundle(subject, outcome);
  await checkErrors(subject, outcome.failures);
  return outcome;
}

/** All answers of one model, in both builds. */
async function checkModel({ catscore, origin, build }, name, outcome) {
  const golden = await fetchGolden(`${origin}/conformance/${name}.json`);
  for (const simd of [true, false]) {
    const model = await catscore.loadModel(`${origin}/conformance/${name}.cbm`, build(simd));
    if (model.info.simd !== simd) outcome.failures.push(`${name}: not the build with simd ${simd}`);
    addResults(name, compareModel(golden, model), outcome);
  }
}

/** The same of a module that holds its model. */
async function checkBundle({ catscore, origin, bundle }, outcome) {
  const golden = await fetchGolden(`${origin}/conformance/${BUNDLED}.json`);
  addResults(BUNDLED, compareModel(golden, await catscore.openBundle(bundle)), outcome);
}

function addResults(name, results, { models, failures }) {
  models[name] ??= { values: 0, different: 0 };
  const sum = models[name];
  for (const { type, values, different, first } of results) {
    sum.values += values;
    sum.different += different;
    if (different > 0) failures.push(`${name}, ${type}: ${first}`);
  }
}

/** Bad files, bad rows, and a model that is not there. */
async function checkErrors({ catscore, origin, build }, failures) {
  const check = async (what, call, expected) => {
    const seen = await complaint(call);
    if (!expected.test(seen)) failures.push(`${what}: ${seen}, expected ${expected}`);
  };
  const options = build(true);
  const load = (source) => catscore.loadModel(source, options);
  const bad = await fetchJson(`${origin}/conformance/errors.json`);
  for (const { model, bytes, message } of bad.load) {
    const file = await fetchBytes(`${origin}/conformance/${model}.cbm`);
    const expected = pattern(`MODEL_DAMAGED: the model: ${message}`);
    await check(`${bytes} bytes of ${model}`, () => load(file.subarray(0, bytes)), expected);
  }
  for (const { model: name, row, column, about } of bad.rows) {
    const model = await load(`${origin}/conformance/${name}.cbm`);
    const { features, rows } = await fetchGolden(`${origin}/conformance/${name}.json`);
    const good = Object.fromEntries(features.map((feature, i) => [feature.name, rows[0][i]]));
    const expected = new RegExp(`^${ROW_CODES[about]}: row 1\\b.*"${column}"`);
    await check(`${column} of ${name}`, () => model.predictMany([good, row]), expected);
  }
  const absent = `${origin}/no.cbm`;
  const expected = pattern(`MODEL_NOT_FOUND: cannot read the model ${absent}: ${absent} answered 404`);
  await check("no.cbm", () => load(absent), expected);
}

/** What a call throws, as "CODE: message". */
async function complaint(call) {
  try {
    await call();
    return "no error";
  } catch (error) {
    return `${error.code}: ${error.message}`;
  }
}

/** A pattern that a text matches, and nothing else. */
function pattern(text) {
  return new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`);
}
