import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { onTestFinished } from "vitest";
import { COMMAND } from "../cli/command.ts";
import { KEY } from "../http/raw-client.ts";

/** A line of the service's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly level: string; readonly msg: string };

/** `catscore serve` of the built package, as a process of its own. */
export class ServiceProcess {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Exit code and signal, once the process has ended and its output is read. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  stdout = "";
  stderr = "";
  #onText = () => {};

  constructor(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    const env = { ...process.env, ...environment };
    this.child = spawn(process.execPath, [COMMAND, "serve", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env,
    });
    this.child.stdout.setEncoding("utf8").on("data", (text) => {
      this.stdout += text;
      this.#onText();
    });
    this.child.stderr.setEncoding("utf8").on("data", (text) => {
      this.stderr += text;
    });
    this.ended = once(this.child, "close").then(([code, signal]) => {
      this.#onText();
      return { code, signal };
    });
    onTestFinished(() => void this.child.kill("SIGKILL"));
  }

  /** Whole lines of the log so far. */
  get log(): LogLine[] {
    const lines = this.stdout.slice(0, this.stdout.lastIndexOf("\n") + 1).split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as LogLine);
  }

  /** The port; 0 before it listens. */
  get port(): number {
    return Number(this.log.find(({ msg }) => msg.startsWith("ready on "))?.port ?? 0);
  }

  /** Waits for a line whose message starts so. @throws Error where the process ends before */
  async logged(start: string): Promise<LogLine> {
    for (;;) {
      const line = this.log.find(({ msg }) => msg.startsWith(start));
      if (line !== undefined) return line;
      if (this.child.exitCode !== null) throw new Error(`ended: ${this.stdout}${this.stderr}`);
      await new Promise<void>((resolve) => {
        this.#onText = resolve;
      });
    }
  }
}

/** Starts a service on a free port with the tests' key, and waits until it is ready. */
export async function startService(...args: readonly string[]): Promise<ServiceProcess> {
  const service = new ServiceProcess(["--port", "0", "--api-key", KEY, ...args]);
  await service.logged("ready on ");
  return service;
}

/** Makes a service whose first worker fails at SIGUSR2: it gets a message that is none. */
export const FAILING_WORKER = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
    'process.once("worker", (it) => process.on("SIGUSR2", () => it.postMessage(null)));',
  )}`,
};
