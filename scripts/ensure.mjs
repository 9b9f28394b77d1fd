/**
 * Makes a fresh clone ready to run: installs what package-lock.json pins and builds, each only when it is due.
 * Silent when there is nothing to do; progress goes to standard error.
 */
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

if (Number.parseInt(process.versions.node, 10) < 20) {
  console.error(`catscore needs Node 20 or later, this is ${process.versions.node}`);
  process.exit(1);
}

/** npm writes node_modules/.package-lock.json at the end of each install. */
const installedMs = statSync(join(ROOT, "node_modules/.package-lock.json"), {
  throwIfNoEntry: false,
})?.mtimeMs;
const lockedMs = statSync(join(ROOT, "package-lock.json")).mtimeMs;
if (installedMs === undefined || installedMs < lockedMs) {
  console.error("install: npm ci");
  const { status } = spawnSync("npm", ["ci", "--include=dev", "--no-audit", "--no-fund"], {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (!(await build(console.error))) process.exitCode = 1;
