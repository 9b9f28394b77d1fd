/**
 * `npm run corpus`: trains random small models of every kind with the catboost package (training/corpus.py) and
 * compares what catscore answers with what the package does, in both builds. Ends with exit code 1 where something
 * differs; the models that do are kept.
 */
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadModel } from "../build/node.js";
import { parseGolden } from "./golden-file.mjs";
import { compareModel } from "./golden-model.mjs";
import { ParityTable } from "./parity-table.mjs";
import { writeSection } from "./section.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const USAGE = `npm run corpus -- [--seed N] [--models M] [--keep DIR] [--report]
  --seed N      what models and rows are made from; default: a new one, printed
  --models M    how many; default 3000
  --keep DIR    where models that differ are kept; default: a new folder, printed
  --report      writes the table of docs/parity.md`;

/** @returns the options, or nothing after the usage was printed */
function readOptions() {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      models: { type: "string", default: "3000" },
      keep: { type: "string" },
      report: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (!values.help) return values;
  console.log(USAGE);
  return undefined;
}

/** Runs training/corpus.py, and gives each model as it is ready: { model, kind, trees, of }. */
async function* models(folder, options) {
  const python = spawn(
    ".venv/bin/python",
    ["training/corpus.py", "--folder", folder, "--seed", options.seed, "--models", options.models],
    { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } },
  );
  let complaint = "";
  python.stderr.on("data", (text) => {
    complaint = `${complaint}${text}`.slice(-4000);
  });
  const ended = new Promise((resolve) => python.on("close", (code, signal) => resolve(code ?? signal)));
  for await (const line of createInterface({ input: python.stdout })) {
    if (line.startsWith('{"model"')) yield JSON.parse(line);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`training/corpus.py ended with ${code}\n${complaint}`);
}

/** Compares one model's answers in both builds. @param path of name.cbm and name.json, without the end */
async function compareBuilds(path) {
  const golden = parseGolden(readFileSync(`${path}.json`, "utf8"));
  const results = [];
  for (const simd of [true, false]) {
    const model = await loadModel(`${path}.cbm`, { simd }).catch((error) => error);
    results.push(...compareModel(golden, model).map((result) => ({ simd, ...result })));
  }
  return results;
}

/** Compares one model, says how it went, and keeps it where it differs. @returns whether it does */
async function check(folder, { model, kind, trees, of }, done, table, options) {
  const path = join(folder, model);
  const results = await compareBuilds(path);
  table.add(kind, results);
  const different = results.filter((result) => result.different > 0);
  const values = results.reduce((sum, result) => sum + result.values, 0);
  const count = String(done).padStart(String(of).length);
  const verdict = different.length === 0 ? "equal" : "DIFFERS";
  console.log(`[${count}/${of}] ${model}: ${trees} trees, ${values} values, ${verdict}`);
  for (const { simd, type, first } of different.slice(0, 3)) {
    console.log(`    ${simd ? "SIMD" : "scalar"} ${type}: ${first}`);
  }
  if (different.length > 0) {
    options.keep ??= mkdtempSync(join(tmpdir(), "catscore-differing-"));
    mkdirSync(options.keep, { recursive: true });
    for (const end of [".cbm", ".json"]) copyFileSync(path + end, join(options.keep, model + end));
  }
  for (const end of [".cbm", ".json"]) rmSync(path + end);
  return different.length > 0;
}

async function main() {
  const options = readOptions();
  if (options === undefined) return;
  const { status } = spawnSync("bash", [join(ROOT, "scripts/environment.sh")], { stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error("no Python environment: see scripts/environment.sh");

  console.log(`corpus: seed ${options.seed}, ${options.models} models`);
  const folder = mkdtempSync(join(tmpdir(), "catscore-corpus-"));
  const table = new ParityTable(options.seed);
  let done = 0;
  let differing = 0;
  try {
    for await (const ready of models(folder, options)) {
      done++;
      if (await check(folder, ready, done, table, options)) differing++;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }

  console.log(`\n${table.text()}`);
  if (options.report) writeSection(join(ROOT, "docs/parity.md"), "corpus", table.section());
  const verdict = differing === 0 ? "all are equal" : `${differing} differ, kept in ${options.keep}`;
  console.log(`seed ${options.seed}: ${done} models, ${verdict}`);
  if (differing > 0) process.exitCode = 1;
}

await main();
