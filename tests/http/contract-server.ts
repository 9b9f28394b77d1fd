import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect } from "vitest";
import { ApiKey } from "../../src/http/key.ts";
import { ROUTE_LABELS, Routes } from "../../src/http/routes.ts";
import { Server, type TransportKind } from "../../src/http/server.ts";
import { readUi } from "../../src/http/ui.ts";
import { loadModel } from "../../src/node.ts";
import { PlateScorer } from "../../src/plate/scorer.ts";
import { rootPath } from "../golden.ts";
import { goldenBodies, regAnswer } from "./plates.ts";
import { KEY } from "./raw-client.ts";

/** The golden rows, and those of them that have a score. */
export const goldens = goldenBodies();
export const scored = goldens.filter(({ answer }) => answer.error === undefined);

const [first] = scored as [(typeof scored)[0]];
/** A good body and its answer. */
export const GOOD = first.text;
export const GOOD_ANSWER = regAnswer(first.answer);
/** A body that makes the scorer of these tests fail inside. */
export const FATAL = '{"fatal":true}';

/** The file that is served. */
export const MODEL = readFileSync(rootPath("models/plates.cbm"));

/** A server on a free port with the project's own model, and what it reported. */
export class ContractServer {
  #server: Server | undefined;
  readonly failures: unknown[] = [];
  /** "/reg/ 200" and the like, "aborted", or "metrics wanted" before they are given. */
  readonly records: string[] = [];
  /** What GET /metrics answers; it takes time. */
  metricsText = async (): Promise<string> => {
    await sleep(50);
    return "# metrics\n";
  };
  #onRecord = () => {};

  get port(): number {
    return this.#server?.port ?? 0;
  }

  /** Waits for the next thing that is recorded. */
  nextRecord(): Promise<void> {
    return new Promise((resolve) => {
      this.#onRecord = resolve;
    });
  }

  async start(kind: TransportKind): Promise<void> {
    const plates = new PlateScorer(await loadModel(rootPath("models/plates.cbm")));
    const record = (text: string) => {
      this.records.push(text);
      this.#onRecord();
    };
    const routes = new Routes({
      scorer: {
        score(body) {
          if ((body as { fatal?: boolean }).fatal) throw new Error("at /secret/path");
          return plates.score(body);
        },
      },
      key: new ApiKey(KEY),
      model: MODEL,
      ui: readUi(new URL("../../build/web/", import.meta.url)),
      metricsText: () => {
        record("metrics wanted");
        return this.metricsText();
      },
      isReady: () => true,
      onFailure: (error) => this.failures.push(error),
    });
    const options = { host: "127.0.0.1", port: 0, isPortShared: false };
    this.#server = await Server.listen(kind, options, routes, {
      record: (label, status) => record(`${ROUTE_LABELS[label]} ${status}`),
      recordAborted: () => record("aborted"),
    });
  }

  /** @returns requests that were cut off */
  async stop(deadlineMs = 5_000): Promise<number | undefined> {
    return this.#server?.stop(deadlineMs);
  }
}

/** A server for all tests of a `describe`; none where they are skipped. */
export function useContractServer(kind: TransportKind, skips: boolean): ContractServer {
  const server = new ContractServer();
  beforeAll(async () => {
    if (!skips) await server.start(kind);
  });
  afterAll(async () => {
    if (!skips) expect(await server.stop()).toBe(0);
  });
  return server;
}
