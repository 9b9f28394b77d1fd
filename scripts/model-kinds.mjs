/** What kinds of models the conformance files hold, for tables. */
import { join } from "node:path";
import { loadModel } from "../build/node.js";

/** @typedef {import("../build/index.js").Model} Model */

/** @type {readonly (readonly [kind: string, test: (model: Model, name: string) => boolean])[]} */
const KINDS = [
  ["floats alone", (model) => model.features.every(({ kind }) => kind === "float")],
  ["categories", (model) => has(model, "categorical")],
  ["texts", (model) => has(model, "text")],
  ["embeddings", (model) => has(model, "embedding")],
  ["several outputs", (model) => model.info.outputCount > 1],
  ["class labels", (model) => model.info.classLabels.length > 0],
  ["non-symmetric trees", (model) => !model.info.symmetric],
  ["files of older releases", (_, name) => /^(release|old|labels-old)/.test(name)],
];

function has({ features }, wanted) {
  return features.some(({ kind }) => kind === wanted);
}

/**
 * Sorts models into kinds; one may be of several.
 * @param {string} folder
 * @param {readonly string[]} names of name.cbm
 * @returns {Promise<[kind: string, names: string[]][]>}
 */
export async function modelKinds(folder, names) {
  const models = await Promise.all(names.map((name) => loadModel(join(folder, `${name}.cbm`))));
  return KINDS.map(([kind, test]) => [kind, names.filter((name, i) => test(models[i], name))]);
}
