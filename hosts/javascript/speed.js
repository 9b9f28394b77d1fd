/** How fast a runtime is, as the bench of every host measures it. Knows nothing of the runtime but fetch. */
import { fetchBytes, fetchGolden } from "./fetch.js";

const BATCH_ROWS = 10_000;
/** A round takes at least so long: browsers' clocks are coarse. */
const ROUND_MS = 10;

/**
 * Measures catscore in one runtime, on the model and the rows that the server has as given.
 * @param {import("./conformance.js").Subject} subject
 * @param {number} seconds that each figure takes
 * @returns {Promise<{ load_ms: number, compile_ms: number | null, one_row_us: number, batch_us_per_row: number }>}
 *   medians: bytes to first answer with the engine compiled; compiling it, null where it is imported; a row as an
 *   array; a row of many, given as columns
 */
export async function measureSpeed({ catscore, origin, build }, seconds) {
  const [file, engine, golden] = await Promise.all([
    fetchBytes(`${origin}/given/model.cbm`),
    fetchBytes(`${origin}/build/catscore.wasm`),
    fetchGolden(`${origin}/given/rows.json`),
  ]);
  const { rows } = golden;
  const options = build(true);
  const model = await catscore.loadModel(file, options);
  const columns = toColumns(golden);
  const out = new Float64Array(BATCH_ROWS * model.predictionWidth());

  const load = await time(seconds, async (count) => {
    for (let i = 0; i < count; i++) (await catscore.loadModel(file, options)).predict(rows[0]);
  });
  const isImported = options.engine !== undefined;
  const compile = isImported
    ? null
    : await time(seconds, async (count) => {
        for (let i = 0; i < count; i++) await WebAssembly.compile(unlike(engine));
      });
  const one = await time(seconds, (count) => {
    for (let i = 0; i < count; i++) model.predict(rows[i % rows.length]);
  });
  const batch = await time(seconds, (count) => {
    for (let i = 0; i < count; i++) model.predictColumns(columns, { out });
  });
  return {
    load_ms: load,
    compile_ms: compile,
    one_row_us: 1000 * one,
    batch_us_per_row: (1000 * batch) / BATCH_ROWS,
  };
}

/** Columns of the rows over and over; floats as arrays of doubles. */
function toColumns({ features, rows }) {
  const columns = features.map(({ name, kind }, i) => {
    const values = Array.from({ length: BATCH_ROWS }, (_, r) => rows[r % rows.length][i]);
    return [name, kind === "float" ? Float64Array.from(values, (value) => value ?? Number.NaN) : values];
  });
  return Object.fromEntries(columns.filter(([name]) => name !== ""));
}

let copies = 0;

/** A module that no other is like, since engines remember what they have compiled: with a custom section of a number. */
function unlike(module) {
  const copy = new Uint8Array(module.length + 7);
  copy.set(module);
  copy.set([0, 5, 0], module.length);
  new DataView(copy.buffer).setUint32(module.length + 3, copies++);
  return copy;
}

/**
 * Repeats a call for some seconds.
 * @param {number} seconds
 * @param {(count: number) => void | Promise<void>} run makes the call so many times
 * @returns {Promise<number>} the median of its milliseconds
 */
async function time(seconds, run) {
  const endMs = performance.now() + 1000 * seconds;
  const rounds = [];
  let count = 1;
  while (rounds.length === 0 || performance.now() < endMs) {
    const startMs = performance.now();
    await run(count);
    const tookMs = performance.now() - startMs;
    if (tookMs < ROUND_MS) count *= 2;
    else rounds.push(tookMs / count);
  }
  return rounds.sort((a, b) => a - b)[rounds.length >> 1];
}
