import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PYTHON = process.env.CATSCORE_PYTHON ?? fileURLToPath(new URL("../.venv/bin/python", import.meta.url));
const SCRIPT = fileURLToPath(new URL("./peer.py", import.meta.url));

/** CatBoost from PyPI in a child process that times itself; see peer.py for its commands. */
export class Peer {
  #child;
  #lines;
  version;

  /**
   * Starts Python.
   * @returns {Promise<Peer | string>} or why there is none, with how to get it
   */
  static async start() {
    const remedy = "python3 -m venv .venv && .venv/bin/pip install catboost==1.2.10";
    if (!existsSync(PYTHON)) return `no ${PYTHON}: ${remedy}, or set CATSCORE_PYTHON`;
    const peer = new Peer();
    try {
      peer.version = (await peer.ask("version")).version;
      return peer;
    } catch (error) {
      return `${PYTHON} has no working catboost (${error.message}): ${remedy}`;
    }
  }

  constructor() {
    this.#child = spawn(PYTHON, [SCRIPT], { stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stdin.on("error", () => {});
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @param {string} command name of a command of peer.py */
  async ask(command, parameters = {}) {
    let complaint = "";
    const listen = (text) => {
      complaint += text;
    };
    this.#child.stderr.on("data", listen);
    this.#child.stdin.write(`${JSON.stringify({ do: command, ...parameters })}\n`);
    const { done, value } = await this.#lines.next();
    this.#child.stderr.off("data", listen);
    if (done) throw new Error(complaint.trim().split("\n").at(-1) || `python ended at "${command}"`);
    return JSON.parse(value);
  }

  stop() {
    this.#child.stdin.end();
  }
}
