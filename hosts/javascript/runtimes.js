/** The runtimes: where they are found, and how each is given a task. */
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const require = createRequire(import.meta.url);

const NODE_ENTRY = new URL("../../build/node.js", import.meta.url).href;
const ENTRY = new URL("../../build/catscore.js", import.meta.url).href;
const COMMAND = local("runtimes/command.js");
const CONFIG = local("runtimes/worker.capnp");
const CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome"];
const OUTPUT_BYTES = 1 << 24;

/**
 * A runtime.
 * @typedef {object} Runtime
 * @property {string} name
 * @property {() => string | undefined} find Its program, or nothing where it is absent.
 * @property {string} absent Why it is, probably.
 * @property {(program: string, task: object, files: import("./server.js").Files) => Promise<{ version: string, result: object }>} run
 */

/** @type {readonly Runtime[]} Node, which has an entry of its own, is what the others are compared with. */
export const RUNTIMES = [
  {
    name: "Node",
    find: () => process.execPath,
    absent: "",
    run: (program, task) => runCommand(program, [], NODE_ENTRY, task),
  },
  {
    name: "Deno",
    find: () => installed("deno"),
    absent: notInstalled("deno"),
    run: (program, task) =>
      runCommand(program, ["run", "--allow-read", "--allow-net=127.0.0.1"], ENTRY, task),
  },
  {
    name: "Bun",
    find: () => installed("bun"),
    absent: notInstalled("bun"),
    run: (program, task) => runCommand(program, [], ENTRY, task),
  },
  {
    name: "workerd",
    find: findWorkerd,
    absent: notInstalled("workerd"),
    run: runWorkerd,
  },
  {
    name: "Chromium",
    find: findChromium,
    absent: `none of ${CHROMIUM_NAMES.join(", ")} is on the PATH`,
    run: runChromium,
  },
];

function local(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** A program that npm installed. Without its install script it may be there and not run. */
function installed(name) {
  const path = local(`node_modules/.bin/${name}`);
  return spawnSync(path, ["--version"]).status === 0 ? path : undefined;
}

function notInstalled(name) {
  return `the npm package ${name} is not installed, or has no program for this platform`;
}

/** The program itself: it inherits a pipe, which npm's script for it would keep. */
function findWorkerd() {
  try {
    return require("workerd").default;
  } catch {
    return undefined;
  }
}

function findChromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return CHROMIUM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

/** The first number with dots or hyphens of what `--version` prints. */
async function versionOf(program) {
  const { stdout } = await run(program, ["--version"]);
  return /\d+[-.\d]+/.exec(stdout)?.[0] ?? stdout.trim();
}

async function runCommand(program, flags, entry, task) {
  const words = [...flags, COMMAND, entry, JSON.stringify(task)];
  const { stdout } = await run(program, words, { maxBuffer: OUTPUT_BYTES });
  return { version: await versionOf(program), result: JSON.parse(stdout) };
}

async function runWorkerd(program, task, { folder }) {
  const words = ["serve", CONFIG, "--import-path", folder, "--control-fd=3"];
  const child = spawn(program, words, { stdio: ["ignore", "inherit", "inherit", "pipe"] });
  try {
    const [line] = await once(child.stdio[3], "data");
    const { port } = JSON.parse(String(line).split("\n", 1)[0]);
    const response = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: JSON.stringify(task) });
    if (!response.ok) throw new Error(`workerd answered ${response.status}: ${await response.text()}`);
    return { version: await versionOf(program), result: await response.json() };
  } finally {
    child.kill();
  }
}

async function runChromium(executablePath, task, { origin }) {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    await page.goto(`${origin}/conformance/`);
    const result = await page.evaluate(async (given) => {
      const { answer } = await import("/hosts/javascript/runtimes/browser.js");
      return answer(given);
    }, task);
    return { version: browser.version(), result };
  } finally {
    await browser.close();
  }
}
