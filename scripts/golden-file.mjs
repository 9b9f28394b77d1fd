/**
 * The golden files of the small models: what the catboost package answers, as training/answers.py writes it, and
 * how an answer of catscore is compared with it. Runs in every runtime: hosts/javascript tests them by it.
 */

/**
 * @typedef {import("../src/index.ts").PredictOptions} PredictOptions
 * @typedef {import("../src/index.ts").PredictionType} PredictionType
 * @typedef {import("../src/index.ts").FeatureKind} FeatureKind
 * @typedef {import("../src/index.ts").FeatureValue} FeatureValue
 */

/**
 * A question and the package's answer to it.
 * @typedef {object} GoldenAnswer
 * @property {PredictOptions & { type: PredictionType }} options
 * @property {number} [row] The one row that was asked; all of them where there is none.
 * @property {unknown} [answer] In the shape that `predictMany` gives, or `predict` for one row.
 * @property {string} [refused] Why the package gives nothing.
 */

/**
 * A golden file.
 * @typedef {object} Golden
 * @property {{ name: string, kind: FeatureKind }[]} features Without a name: a column that the model has dropped.
 * @property {number[]} [importances] In feature order, in percent; none where the package gives none.
 * @property {FeatureValue[][]} rows In feature order.
 * @property {GoldenAnswer[]} answers None in files of rows alone.
 */

/**
 * How far an answer is from the golden one.
 * @typedef {object} Difference
 * @property {number} values Numbers and labels compared.
 * @property {number} different Those that are not the same, as Object.is has it.
 * @property {number} ulps The largest distance in doubles between them; Infinity where there is none to speak of.
 * @property {string} [first] The first difference, in words.
 */

/**
 * Types whose answer for a row is the same alone and among others. The vector exp of the others looks at neighbours.
 * @type {readonly PredictionType[]}
 */
export const ROWWISE = ["RawFormulaVal", "Probability", "LogProbability", "Class", "LeafIndexes"];

const NUMERIC = ["float", "embedding"];
const NOT_FINITE = ["NaN", "Infinity", "-Infinity"];

/**
 * Reads a golden file.
 * @param {string} text of the file
 * @returns {Golden}
 */
export function parseGolden(text) {
  const { features, importances, rows, answers = [] } = JSON.parse(text);
  return {
    features,
    importances: revive(importances),
    rows: rows.map((/** @type {unknown[]} */ row) =>
      row.map((value, i) => (NUMERIC.includes(features[i].kind) ? revive(value) : value)),
    ),
    answers: answers.map((/** @type {GoldenAnswer} */ line) =>
      line.options.type === "Class" || line.refused !== undefined
        ? line
        : { ...line, answer: revive(line.answer) },
    ),
  };
}

/**
 * Numbers that JSON has no word for, from the texts that stand for them.
 * @param {unknown} value
 * @returns {unknown}
 */
function revive(value) {
  if (Array.isArray(value)) return value.map(revive);
  return typeof value === "string" && NOT_FINITE.includes(value) ? Number(value) : value;
}

/**
 * Compares an answer, number for number and label for label.
 * @param {unknown} expected
 * @param {unknown} actual
 * @returns {Difference}
 */
export function compare(expected, actual) {
  /** @type {Difference} */
  const difference = { values: 0, different: 0, ulps: 0 };
  collect(expected, actual, "", difference);
  return difference;
}

/**
 * @param {unknown} expected
 * @param {unknown} actual
 * @param {string} place
 * @param {Difference} difference What is found is added here.
 */
function collect(expected, actual, place, difference) {
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    expected.forEach((value, i) => {
      collect(value, actual[i], `${place}[${i}]`, difference);
    });
    return;
  }
  difference.values++;
  if (Object.is(expected, actual)) return;
  difference.different++;
  difference.ulps = Math.max(difference.ulps, ulpsBetween(expected, actual));
  difference.first ??= `${place} is ${show(actual)}, expected ${show(expected)}`;
}

/**
 * Doubles between two numbers.
 * @param {unknown} a
 * @param {unknown} b
 */
function ulpsBetween(a, b) {
  if (typeof a !== "number" || typeof b !== "number" || Number.isNaN(a) || Number.isNaN(b)) return Infinity;
  return Math.abs(Number(position(a) - position(b)));
}

/**
 * Position of a number in the order of all doubles.
 * @param {number} value
 */
function position(value) {
  const [bits = 0n] = new BigInt64Array(new Float64Array([value]).buffer);
  return bits < 0n ? -(bits & 0x7fff_ffff_ffff_ffffn) : bits;
}

/** @param {unknown} value */
function show(value) {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
