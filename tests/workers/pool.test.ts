import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canSharePort } from "../../src/http/node.ts";
import { ROUTE_LABELS } from "../../src/http/routes.ts";
import { allocateCounters, WorkerCounters } from "../../src/ops/counters.ts";
import type { Pool as PoolClass, PoolOptions } from "../../src/workers/pool.ts";
import { claimPort } from "../../src/workers/port.ts";
import { rootPath } from "../golden.ts";
import { goldenBodies, regAnswer } from "../http/plates.ts";
import { KEY, request } from "../http/raw-client.ts";
import { hasUws } from "../http/uws-binary.ts";

// Threads run compiled files only: Node 20 takes no TypeScript.
const { Pool } = (await import(rootPath("build/workers/pool.js"))) as { Pool: typeof PoolClass };
const WORKER_COUNT = hasUws || canSharePort() ? 2 : 1;
const HOST = "127.0.0.1";
const [golden] = goldenBodies() as [ReturnType<typeof goldenBodies>[0]];

/** The threads that the pools of these tests start. */
const threads: Worker[] = [];
const onWorker = (thread: Worker) => threads.push(thread);
beforeAll(() => void process.on("worker", onWorker));
afterAll(() => void process.off("worker", onWorker));

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(memory).set(bytes);
  return memory;
}

async function makeOptions(model: Uint8Array): Promise<PoolOptions & { died: unknown[] }> {
  const died: unknown[] = [];
  return {
    workerCount: WORKER_COUNT,
    start: {
      model: shared(model),
      modelPath: "golden.cbm",
      counters: allocateCounters(WORKER_COUNT, ROUTE_LABELS.length),
      transport: hasUws ? "uws" : "node",
      host: HOST,
      port: await claimPort(HOST, 0),
      isPortShared: WORKER_COUNT > 1,
      apiKey: KEY,
    },
    metricsText: async () => "# from the main thread\n",
    onDied: (index) => died.push(index),
    died,
  };
}

const plates = readFileSync(rootPath("models/plates.cbm"));

describe("a pool of workers", () => {
  test("serves on one port, asks the main thread for metrics, counts, and stops", async () => {
    const options = await makeOptions(plates);
    const { port, counters } = options.start;
    const pool = await Pool.start(options);
    expect(pool.model).toMatchObject({ featureCount: 41 });
    for (let i = 0; i < 20; i++) {
      const answer = await request(port, { path: "/reg/", body: golden.text });
      expect(answer).toMatchObject({ status: 200, body: regAnswer(golden.answer) });
    }
    const metrics = await request(port, { method: "GET", path: "/metrics" });
    expect(metrics.body).toBe("# from the main thread\n");
    expect(pool.utilization()).toHaveLength(WORKER_COUNT);
    const each = Array.from({ length: WORKER_COUNT }, (_, index) => {
      return new WorkerCounters(counters, index, ROUTE_LABELS.length).requests(0, 200);
    });
    expect(each.reduce((total, count) => total + count)).toBe(20);
    expect(await pool.stop(5_000)).toBe(0);
    await expect(request(port, { path: "/reg/" })).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(options.died).toEqual([]);
  });

  test("reports a worker that an error ended; the others go on", async () => {
    threads.length = 0;
    const options = await makeOptions(plates);
    const pool = await Pool.start(options);
    const last = threads.at(-1) as Worker;
    // No message of the pool: the worker's handler fails.
    last.postMessage(null);
    await once(last, "exit");
    expect(options.died).toEqual([WORKER_COUNT - 1]);
    if (WORKER_COUNT > 1) {
      const answer = await request(options.start.port, { path: "/reg/", body: golden.text });
      expect(answer.status).toBe(200);
    }
    await pool.stop(5_000);
    expect(options.died).toEqual([WORKER_COUNT - 1]);
  });

  test.each([
    ["damaged", "MODEL_DAMAGED", plates.subarray(0, 1000)],
    ["empty", "MODEL_DAMAGED", new Uint8Array(0)],
    ["no model of plates", "MODEL_MISMATCH", readFileSync(rootPath("tests/conformance/numeric-nan-min.cbm"))],
  ])("does not start with a model that is %s, and leaves no thread", async (_what, code, model) => {
    threads.length = 0;
    await expect(Pool.start(await makeOptions(model))).rejects.toMatchObject({ code });
    expect(threads.map((thread) => thread.threadId)).toEqual(threads.map(() => -1));
  });
});
