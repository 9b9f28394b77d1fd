/**
 * `npm run bench:hosts`: the speed of every host in hosts/ beside Node, on two models. Each host's own bench program
 * measures; the rounds of all hosts take turns. Hosts must have been installed: `npm run test:hosts` does it.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadModel } from "../build/node.js";
import { HOSTS } from "../scripts/host-list.mjs";
import { markdownTable, writeSection } from "../scripts/section.mjs";
import { median, ROUNDS } from "./figures.mjs";
import { describeMachine } from "./machine.mjs";
import { goldenFeatures } from "./rows.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const USAGE = `npm run bench:hosts [-- --report]
  --report   writes the tables of docs/performance.md`;

/** Processes that start a bundle. */
const STARTS = 15;

const FIGURES = [
  { key: "one_row_us", title: "one row", unit: "us" },
  { key: "batch_us_per_row", title: "a row of a batch", unit: "us" },
  { key: "load_ms", title: "load to first answer", unit: "ms" },
  { key: "compile_ms", title: "compile the module", unit: "ms" },
];

/** The models, each with a file of rows as tests/conformance has them. */
async function models(folder) {
  const plates = join(ROOT, "models/plates.cbm");
  const { features } = await loadModel(plates);
  const rows = goldenFeatures().map((values) => features.map(({ name }) => values[name]));
  const platesRows = join(folder, "plates.json");
  writeFileSync(
    platesRows,
    JSON.stringify({ features: features.map(({ name, kind }) => ({ name, kind })), rows }),
  );
  const trees = join(ROOT, "tests/conformance/trees-1000");
  return [
    { title: "models/plates.cbm, 41 features, categories and texts", path: plates, rows: platesRows },
    {
      title: "tests/conformance/trees-1000.cbm, 1,000 small trees over two floats",
      path: `${trees}.cbm`,
      rows: `${trees}.json`,
    },
  ];
}

/** One round of a host. @returns the figures of each runtime; null for one that it has not */
function measure({ folder, bench: [command, ...words] }, { path, rows }) {
  const { status, stdout, stderr } = spawnSync(command, [...words, path, rows], {
    cwd: join(ROOT, "hosts", folder),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the bench of hosts/${folder} failed: ${stderr.slice(-2000)}`);
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line));
}

/** The start of a bundle of a model in Node, the median of many processes. */
function bundleTable(folder, { title, path, rows }) {
  const bundle = join(folder, "scorer.wasm");
  const run = (...words) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: ROOT, encoding: "utf8" });
    if (status !== 0) throw new Error(`node ${words.join(" ")} failed: ${stderr.slice(-2000)}`);
    return stdout;
  };
  run("build/cli/main.js", "bundle", path, "-o", bundle);
  const starts = Array.from({ length: STARTS }, () =>
    JSON.parse(run("bench/bundle-start.mjs", bundle, rows)),
  );
  return markdownTable([
    [`a bundle of ${title}`, ""],
    ...Object.keys(starts[0]).map((what) => [
      what,
      `${median(starts.map((start) => start[what])).toFixed(2)} ms`,
    ]),
  ]);
}

/** The table of one model: a row for each runtime, its figures beside those of Node. */
function table(rounds) {
  const hosts = [...new Set(rounds.map(({ host }) => host))];
  const figure = (host, key) =>
    median(rounds.filter((round) => round.host === host).map((round) => round[key]));
  const [node] = hosts;
  const cells = (host) =>
    FIGURES.map(({ key, unit }) => {
      const value = figure(host, key);
      if (value === null) return "none";
      return `${value.toPrecision(3)} ${unit} (${Number((value / figure(node, key)).toPrecision(2))})`;
    });
  return markdownTable([
    ["", ...FIGURES.map(({ title }) => title)],
    ...hosts.map((host) => [host, ...cells(host)]),
  ]);
}

async function main() {
  const { values } = parseArgs({
    options: { report: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  if (values.help) return console.log(USAGE);
  const folder = mkdtempSync(join(tmpdir(), "catscore-bench-"));
  const sections = [describeMachine().trimEnd().split("\n").join("  \n")];
  try {
    for (const model of await models(folder)) {
      const rounds = [];
      for (let round = 0; round < ROUNDS; round++) {
        for (const host of HOSTS) {
          console.error(`${model.title}: round ${round + 1} of ${ROUNDS}, hosts/${host.folder}`);
          rounds.push(...measure(host, model));
        }
      }
      sections.push(`**${model.title}**`, table(rounds), bundleTable(folder, model));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const text = sections.join("\n\n");
  console.log(text);
  if (values.report) writeSection(join(ROOT, "docs/performance.md"), "hosts", text);
}

main().catch((error) => {
  console.error(`bench:hosts: ${error.message}`);
  process.exitCode = 1;
});
