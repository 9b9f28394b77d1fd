/**
 * Builds everything into build/: both modules by asc, the host and its types by tsc, the host as one file for all
 * runtimes and the page by rolldown; then copies the modules to where the hosts embed them, and what else the page
 * consists of. Plain Node, no dependencies.
 * A step whose inputs and outputs are as its last success left them is skipped; files in build/ that no
 * source makes any more are removed.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** What the last success of each step read and wrote. Beside the tools, so that a new install builds anew. */
const RECORD = join(ROOT, "node_modules/.cache/catscore/build.json");
const ASC = "node_modules/assemblyscript/bin/asc.js";
const TSC = "node_modules/typescript/bin/tsc";
const ROLLDOWN = "node_modules/rolldown/bin/cli.mjs";
/** Where the hosts embed the modules. */
const EMBEDDED = [
  ["build/catscore.wasm", "hosts/go/catscore.wasm"],
  ["build/catscore.wasm", "hosts/python/src/catscore/catscore.wasm"],
  ["build/catscore.wasm", "hosts/rust/src/catscore.wasm"],
  ["build/catscore-scalar.wasm", "hosts/java/src/main/resources/catscore-scalar.wasm"],
];

/**
 * Brings build/ up to date.
 * @param {(line: string) => void} log takes a line for each thing done
 * @returns {Promise<boolean>} false if a step failed; the tool's own message went to standard error
 */
export async function build(log) {
  for (const tool of [ASC, TSC, ROLLDOWN]) {
    if (existsSync(join(ROOT, tool))) continue;
    log(`build: ${tool} is missing, run npm ci`);
    return false;
  }
  const record = readRecord();
  const due = listSteps()
    .map((step) => ({ ...step, inputsHash: hashContents(step) }))
    .filter(({ name, inputsHash, outputs }) => record[name] !== inputsHash + hashTimes(outputs));
  const results = await Promise.all(due.map((step) => run(step, log)));
  for (const [index, { name, inputsHash, outputs }] of due.entries()) {
    if (results[index]) record[name] = inputsHash + hashTimes(outputs);
    else delete record[name];
  }
  for (const path of removeStale()) log(`build: removed ${path}, its source is gone`);
  if (due.length > 0) {
    mkdirSync(dirname(RECORD), { recursive: true });
    writeFileSync(RECORD, JSON.stringify(record, null, 2));
  }
  if (!results.every(Boolean)) return false;
  copyFiles(log);
  return true;
}

/** Copies the modules into the hosts and the page together, where they differ from what is there. */
function copyFiles(log) {
  for (const [from, to] of [...EMBEDDED, ...listPage()].map((paths) =>
    paths.map((path) => join(ROOT, path)),
  )) {
    if (existsSync(to) && readFileSync(to).equals(readFileSync(from))) continue;
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
    log(`build: copied ${relative(ROOT, from)} to ${relative(ROOT, to)}`);
  }
}

/** The steps, each with the files it reads and the files it writes, relative to the root. */
function listSteps() {
  const { targets } = JSON.parse(readFileSync(join(ROOT, "asconfig.json"), "utf8"));
  const modules = Object.entries(targets).map(([target, { outFile, textFile }]) => ({
    name: `asc --target ${target}`,
    command: [ASC, "--config", "asconfig.json", "--target", target],
    inputs: [...walk("assembly"), "asconfig.json", "node_modules/assemblyscript/package.json"],
    outputs: [outFile, textFile].filter((path) => path !== undefined),
  }));
  const sources = walk("src").filter((path) => path.endsWith(".ts"));
  return [
    ...modules,
    {
      name: "tsc",
      command: [TSC, "-p", "tsconfig.json"],
      inputs: [...sources, "tsconfig.json", "package.json", "node_modules/typescript/package.json"],
      outputs: sources.flatMap((path) => {
        const stem = path.replace(/^src\//, "build/").replace(/\.ts$/, "");
        return [`${stem}.js`, `${stem}.d.ts`];
      }),
    },
    {
      name: "rolldown",
      command: [
        ROLLDOWN,
        "src/index.ts",
        "--file",
        "build/catscore.js",
        "--platform",
        "browser",
        "--logLevel",
        "warn",
      ],
      inputs: [...sources, "tsconfig.json", "node_modules/rolldown/package.json"],
      outputs: ["build/catscore.js"],
    },
    {
      name: "rolldown of the page",
      command: [ROLLDOWN, "--config", "web/rolldown.mjs", "--logLevel", "warn"],
      inputs: [
        ...sources,
        ...walk("web"),
        "models/example-body.json",
        "tsconfig.json",
        "node_modules/csv-parse/package.json",
        "node_modules/rolldown/package.json",
      ],
      outputs: ["build/web/page.js", "build/web/worker.js"],
    },
  ];
}

/** The files of build/web that are not made by a step: from, to. */
function listPage() {
  const modules = ["catscore.wasm", "catscore-scalar.wasm"].map((name) => `build/${name}`);
  const sources = walk("web").filter((path) => /\.(?:html|css|svg)$/.test(path));
  return [...sources, ...modules, "models/plates.cbm"].map((path) => [path, `build/web/${basename(path)}`]);
}

/** Files under a folder, sorted, with forward slashes, relative to the root. */
function walk(folder) {
  const path = join(ROOT, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath ?? entry.path, entry.name)).replaceAll(sep, "/"))
    .sort();
}

/** Hash over a step's command and the contents of what it reads. */
function hashContents({ command, inputs }) {
  const hash = createHash("sha256").update(JSON.stringify(command));
  for (const path of inputs) hash.update(`\0${path}\0`).update(readFileSync(join(ROOT, path)));
  return hash.digest("hex");
}

/** Hash over size and time of what a step wrote; a file that is gone or was touched changes it. */
function hashTimes(outputs) {
  const hash = createHash("sha256");
  for (const path of outputs) {
    const stat = statSync(join(ROOT, path), { throwIfNoEntry: false });
    hash.update(`${path}\0${stat?.size} ${stat?.mtimeMs}\0`);
  }
  return hash.digest("hex");
}

function readRecord() {
  try {
    return JSON.parse(readFileSync(RECORD, "utf8"));
  } catch {
    return {};
  }
}

/** Runs one step; its output is shown as one piece, because steps run side by side. */
function run({ name, command, outputs }, log) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(chunk));
    child.on("close", (code) => {
      process.stderr.write(Buffer.concat(output));
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      log(`build: ${name} ${code === 0 ? `made ${outputs.length} files in ${seconds} s` : "failed"}`);
      resolve(code === 0);
    });
  });
}

/** Removes what no step writes from build/, and marks the command as executable. */
function removeStale() {
  const copies = listPage().map(([, to]) => to);
  const wanted = new Set([...listSteps().flatMap(({ outputs }) => outputs), ...copies]);
  const stale = walk("build").filter((path) => !wanted.has(path));
  for (const path of stale) rmSync(join(ROOT, path), { force: true });
  const command = join(ROOT, "build/cli/main.js");
  if (existsSync(command)) chmodSync(command, 0o755);
  return stale;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let quiet = true;
  const succeeded = await build((line) => {
    quiet = false;
    console.log(line);
  });
  if (succeeded && quiet) console.log("build: up to date");
  if (!succeeded) process.exitCode = 1;
}
