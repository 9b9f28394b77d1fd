/**
 * `npm run test:hosts`: the tests of every host in hosts/, each by its own command. A host whose toolchain is not
 * here is skipped, and said so. Ends with exit code 1 where one fails.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { HOSTS } from "./host-list.mjs";
import { modelKinds } from "./model-kinds.mjs";
import { markdownTable, writeSection } from "./section.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const CONFORMANCE = join(ROOT, "tests/conformance");
const USAGE = `npm run test:hosts [-- NAME ...] [-- --report]
  NAME       ${HOSTS.map(({ folder }) => folder).join(", ")}; default: all
  --report   writes the table of hosts of docs/parity.md; all must run

examples:
  npm run test:hosts
  npm run test:hosts -- go rust`;

/**
 * What a host's tests say of a runtime.
 * @typedef {object} Report
 * @property {string} host with its runtime, as "Go (wazero 1.12.0)"
 * @property {Record<string, { values: number, different: number }>} models
 */

/** Why a host cannot run here, if so. */
function missingTool({ needs }) {
  const missing = needs.find(([tool, ...words]) => spawnSync(tool, words).status !== 0);
  return missing && `\`${missing.join(" ")}\` does not succeed here`;
}

/** Runs a command in a host's folder, its output shown as it comes. @returns whether it succeeded */
function run({ folder }, [command, ...words], environment) {
  return new Promise((resolve) => {
    const options = { cwd: join(ROOT, "hosts", folder), env: { ...process.env, ...environment } };
    const child = spawn(command, words, { ...options, stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}

/** Tests one host. @returns its verdict in a word or two, and its reports */
async function test(host, reportPath) {
  const reason = missingTool(host);
  if (reason !== undefined) return { verdict: "skipped", reason, reports: [] };
  for (const command of host.install) {
    if (!(await run(host, command))) {
      return { verdict: "failed", reason: `${command.join(" ")} failed`, reports: [] };
    }
  }
  const passed = await run(host, host.test, {
    CATSCORE_REPORT: reportPath,
    CATSCORE_CONFORMANCE: CONFORMANCE,
  });
  if (!passed) return { verdict: "failed", reason: `${host.test.join(" ")} failed`, reports: [] };
  /** @type {Report[]} */
  const reports = existsSync(reportPath) ? [JSON.parse(readFileSync(reportPath, "utf8"))].flat() : [];
  const incomplete = reports.find(({ models }) => modelNames().some((name) => !(name in models)));
  if (incomplete !== undefined || reports.length === 0) {
    return { verdict: "failed", reason: "its report lacks models of tests/conformance", reports };
  }
  return { verdict: "passed", reports };
}

function modelNames() {
  return readdirSync(CONFORMANCE)
    .filter((name) => name.endsWith(".cbm"))
    .map((name) => name.slice(0, -".cbm".length));
}

/** The table of model kinds and hosts. @param {readonly Report[]} reports */
async function matrix(reports) {
  const kinds = await modelKinds(CONFORMANCE, modelNames());
  const rows = [...kinds, ["all", modelNames()]].map(([kind, models]) => [
    kind,
    models.length,
    ...reports.map((report) => cell(models.map((model) => report.models[model]))),
  ]);
  return markdownTable([["models with", "models", ...reports.map(({ host }) => host)], ...rows]);
}

function cell(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  return sum("different") === 0 ? sum("values") : `${sum("different")} of ${sum("values")} differ`;
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { report: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  if (values.help) return console.log(USAGE);
  const unknown = positionals.find((name) => HOSTS.every(({ folder }) => folder !== name));
  if (unknown !== undefined) throw new Error(`no host "${unknown}"\n${USAGE}`);
  const chosen = HOSTS.filter(({ folder }) => positionals.length === 0 || positionals.includes(folder));

  const scratch = mkdtempSync(join(tmpdir(), "catscore-hosts-"));
  const outcomes = [];
  for (const host of chosen) {
    console.log(`\n== hosts/${host.folder}`);
    const startedMs = performance.now();
    const outcome = await test(host, join(scratch, `${host.folder}.json`));
    outcomes.push({ ...outcome, folder: host.folder, seconds: (performance.now() - startedMs) / 1000 });
  }
  rmSync(scratch, { recursive: true });

  console.log("");
  for (const { folder, verdict, reason, seconds, reports } of outcomes) {
    const what = reason ?? reports.map(({ host }) => host).join(", ");
    console.log(`${folder.padEnd(12)}${verdict.padEnd(9)}${seconds.toFixed(0).padStart(4)} s  ${what}`);
  }
  const reports = outcomes.flatMap((outcome) => outcome.reports);
  if (outcomes.some(({ verdict }) => verdict === "failed")) process.exitCode = 1;
  if (!values.report) return;
  if (outcomes.some(({ verdict }) => verdict !== "passed")) throw new Error("--report needs all hosts");
  writeSection(join(ROOT, "docs/parity.md"), "hosts", await matrix(reports));
}

main().catch((error) => {
  console.error(`test:hosts: ${error.message}`);
  process.exitCode = 1;
});
