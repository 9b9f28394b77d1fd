import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** The built command; `npm test` builds before it tests. */
export const COMMAND = fileURLToPath(new URL("../../build/cli/main.js", import.meta.url));
const GOLDEN_MODELS = new URL("../conformance/", import.meta.url);

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code; null where a signal ended the process. */
  readonly code: number | null;
}

/** A model of tests/golden. */
export function goldenModel(name: string): string {
  return fileURLToPath(new URL(`${name}.cbm`, GOLDEN_MODELS));
}

/** Starts the command; what is still running when the test ends is killed. */
export function startCommand(args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [COMMAND, ...args]);
  child.stdin.on("error", () => {});
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Runs the command to its end. */
export async function runCommand(args: readonly string[], input: string | Uint8Array = ""): Promise<Ended> {
  const child = startCommand(args);
  child.stdin.end(input);
  return waitForEnd(child);
}

export async function waitForEnd(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { stdout, stderr, code };
}

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "catscore-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
