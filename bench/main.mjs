/**
 * `npm run bench`: what can be measured on this machine of the goal table of docs/design.md, each row a ratio
 * taken in this run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureBatch, measureLoad, measureOneRow, preparePlates, prepareTrees } from "./engine.mjs";
import { formatTable } from "./figures.mjs";
import { describeMachine } from "./machine.mjs";
import { measurePath } from "./path.mjs";
import { Peer } from "./peer.mjs";
import { measureReg } from "./reg.mjs";

/** The rows by name, with the goals of docs/design.md. Those with `peer` need CatBoost's Python package. */
const ROWS = [
  { name: "reg", measure: ({ folder }) => measureReg(folder, { reach: 0.75, aim: 0.85 }) },
  {
    name: "batch-trees",
    peer: true,
    measure: async (run) => measureBatch(run.peer, await run.trees(), { reach: 1.3, aim: 2 }),
  },
  {
    name: "batch-plates",
    peer: true,
    measure: async (run) => measureBatch(run.peer, await run.plates(), { reach: 2, aim: 4 }),
  },
  {
    name: "one-row-trees",
    peer: true,
    measure: async (run) => measureOneRow(run.peer, await run.trees(), { reach: 1.5, aim: 3 }),
  },
  {
    name: "one-row-plates",
    peer: true,
    measure: async (run) => measureOneRow(run.peer, await run.plates(), { reach: 4, aim: 8 }),
  },
  { name: "path", measure: () => measurePath({ reach: 2, aim: 1.2 }) },
  {
    name: "load",
    peer: true,
    measure: async (run) => measureLoad(run.peer, await run.plates(), { reach: 3, aim: 1 }),
  },
];

const HELP = `npm run bench [-- --only NAME]

Measures catscore beside what it is held against and prints the ratios, in two minutes at most.
  --only NAME   one row: ${ROWS.map(({ name }) => name).join(", ")}
CatBoost's Python package is looked for in .venv, or at the interpreter that CATSCORE_PYTHON names.`;

async function main() {
  const { values } = parseArgs({ options: { only: { type: "string" }, help: { type: "boolean" } } });
  if (values.help) return console.log(HELP);
  const chosen = ROWS.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0) throw new Error(`--only ${values.only}: no such row; see --help`);

  const folder = mkdtempSync(join(tmpdir(), "catscore-bench-"));
  const peer = chosen.some((row) => row.peer) ? await Peer.start() : undefined;
  const found = peer instanceof Peer;
  console.log(describeMachine(found ? `catboost ${peer.version}` : "no catboost"));
  const run = {
    folder,
    peer,
    plates: once(() => preparePlates(folder)),
    trees: once(() => prepareTrees(peer, folder)),
  };
  const figures = [];
  try {
    for (const row of chosen) {
      if (row.peer && !found) {
        console.log(`${row.name}: skipped: ${peer}`);
        continue;
      }
      const figure = await row.measure(run);
      console.log(`${row.name}: ${figure.ours} against ${figure.theirs}`);
      figures.push(figure);
    }
  } finally {
    if (found) peer.stop();
    rmSync(folder, { recursive: true });
  }
  if (figures.length > 0) console.log(`\n${formatTable(figures)}`);
}

function once(make) {
  let made;
  return () => {
    made ??= make();
    return made;
  };
}

main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
