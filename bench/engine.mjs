import { readFileSync } from "node:fs";
import { Bench } from "tinybench";
import { loadModel } from "../build/node.js";
import { formatTime, takeTimes } from "./figures.mjs";
import { floatRows, PLATE_MODEL, plateRows, toColumns } from "./rows.mjs";

const SECONDS = 1;
/** Rows in one timed call, so that the clock's own cost does not count. */
const ROWS_PER_SAMPLE = 100;
const TREES = "1,000 trees of depth 6 over 50 floats";

/** A model to measure, with 10,000 rows of it. */
export async function preparePlates(folder) {
  const model = await loadModel(PLATE_MODEL.path);
  const rowsPath = `${folder}/plates.json`;
  return { ...PLATE_MODEL, model, rowsPath, rows: plateRows(model.features, rowsPath) };
}

export async function prepareTrees(peer, folder) {
  const { model: path, rows: rowsPath } = await peer.ask("train", { folder });
  return { path, name: TREES, model: await loadModel(path), rowsPath, rows: floatRows(rowsPath) };
}

/** 10,000 rows in one call on one thread, raw values, beside a prepared Pool. */
export async function measureBatch(peer, { path, name, model, rowsPath, rows }, goals) {
  const columns = toColumns(model.features, rows);
  const out = new Float64Array(rows.length * model.predictionWidth());
  const run = () => model.predictColumns(columns, { out });
  const theirs = async () => (await peer.ask("batch", { model: path, rows: rowsPath, seconds: SECONDS })).ns;
  const figures = await takeTimes(() => medianNs(run), theirs);
  return {
    what: `batch of ${rows.length} rows, one thread, ${name}`,
    ours: `${formatTime(figures.ours / rows.length)} a row`,
    theirs: `${formatTime(figures.theirs / rows.length)} a row`,
    ratio: figures.theirs / figures.ours,
    sense: "at least",
    ...goals,
    note: countDifferences(run(), `${rowsPath}.raw`),
  };
}

/** One row in one call, its features ready. */
export async function measureOneRow(peer, { path, name, model, rowsPath, rows }, goals) {
  let next = 0;
  const run = () => {
    for (let count = 0; count < ROWS_PER_SAMPLE; count++) {
      model.predict(rows[next]);
      next = (next + 1) % rows.length;
    }
  };
  const ours = async () => (await medianNs(run)) / ROWS_PER_SAMPLE;
  const theirs = async () => (await peer.ask("one", { model: path, rows: rowsPath, seconds: SECONDS })).ns;
  const figures = await takeTimes(ours, theirs);
  return {
    what: `one row, features ready, ${name}`,
    ours: formatTime(figures.ours),
    theirs: formatTime(figures.theirs),
    ratio: figures.theirs / figures.ours,
    sense: "at least",
    ...goals,
    isOtherPeer: true,
    note: "against Python's predict; the goal means CatBoost's C++ called for one row",
  };
}

/** From the file to the first answer. */
export async function measureLoad(peer, { path, name, rows }, goals) {
  const ours = () => medianNs(async () => (await loadModel(path)).predict(rows[0]));
  const theirs = async () => (await peer.ask("load", { model: path, seconds: SECONDS })).ns;
  const figures = await takeTimes(ours, theirs);
  return {
    what: `load to first score, ${name}`,
    ours: formatTime(figures.ours),
    theirs: formatTime(figures.theirs),
    ratio: figures.ours / figures.theirs,
    sense: "at most",
    ...goals,
  };
}

/** Median time of a call, in nanoseconds. */
export async function medianNs(run) {
  const bench = new Bench({ time: SECONDS * 1000, warmupTime: SECONDS * 200 });
  bench.add("run", run);
  const [task] = await bench.run();
  if (task.result.error) throw task.result.error;
  return task.result.latency.p50 * 1e6;
}

function countDifferences(values, path) {
  const bytes = readFileSync(path);
  const expected = new Float64Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  );
  const differences = values.filter((value, index) => !Object.is(value, expected[index])).length;
  return differences === 0 ? "equal to the bit" : `${differences} of ${values.length} values DIFFER`;
}
