import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROW_COUNT = 10_000;
const FLOAT_COUNT = 50;
const CUSTOMER = fileURLToPath(new URL("../../shared/customer/micromodel.cbm", import.meta.url));
const PLATES = fileURLToPath(new URL("../models/plates.cbm", import.meta.url));
const GOLDEN = new URL("../tests/golden/plates.jsonl", import.meta.url);

/** The plate model to measure: the customer's where it is at hand, else the project's own. */
export const PLATE_MODEL = existsSync(CUSTOMER)
  ? { path: CUSTOMER, name: "customer's model" }
  : { path: PLATES, name: "models/plates.cbm" };

/** Readings that have an answer: their bodies and their features. */
function readGolden() {
  const cases = readFileSync(GOLDEN, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return cases.filter(({ error, name }) => error === undefined && name === undefined);
}

/** Features of the readings, by name. */
export function goldenFeatures() {
  return readGolden().map(({ features }) => features);
}

/** Bodies of POST /reg/, as bytes. */
export function plateBodies() {
  return readGolden().map(({ body }) => Buffer.from(JSON.stringify(body)));
}

/**
 * 10,000 rows for a model of the plates, in its order of features: the golden ones over and over, with digits of
 * the texts and scores shifted so that they differ. Written to a file for CatBoost as well.
 */
export function plateRows(features, path) {
  const golden = goldenFeatures();
  const rows = Array.from({ length: ROW_COUNT }, (_, index) => {
    const values = golden[index % golden.length];
    const turn = Math.floor(index / golden.length);
    return features.map(({ name, kind }) => vary(values[name], kind, turn));
  });
  writeFileSync(path, JSON.stringify(rows));
  return rows;
}

function vary(value, kind, turn) {
  if (kind === "text") return value.replace(/\d/g, (digit) => (Number(digit) + turn) % 10);
  return kind === "float" && value > 0 && value < 1 ? value * (1 - turn / 1000) : value;
}

/** 10,000 rows of 50 floats, as peer.py wrote them. */
export function floatRows(path) {
  const bytes = readFileSync(path);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, ROW_COUNT * FLOAT_COUNT);
  return Array.from({ length: ROW_COUNT }, (_, row) =>
    Array.from(values.subarray(row * FLOAT_COUNT, (row + 1) * FLOAT_COUNT)),
  );
}

/** Rows as columns by feature name: typed arrays of the floats, arrays of the rest. */
export function toColumns(features, rows) {
  const columns = features.map(({ name, kind, index }) => {
    const values = rows.map((row) => row[index]);
    return [name, kind === "float" ? Float32Array.from(values, (value) => value ?? Number.NaN) : values];
  });
  return Object.fromEntries(columns);
}
