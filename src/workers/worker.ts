/** Entry of a worker thread: one instance of the model, one server on the shared port. */
import { parentPort, workerData } from "node:worker_threads";
import { CatscoreError } from "../errors.ts";
import { ApiKey } from "../http/key.ts";
import { ROUTE_LABELS, Routes } from "../http/routes.ts";
import { Server } from "../http/server.ts";
import { readUi } from "../http/ui.ts";
import { loadModel } from "../node.ts";
import { WorkerCounters } from "../ops/counters.ts";
import { createLog } from "../ops/log.ts";
import { PlateScorer } from "../plate/scorer.ts";
import type { FromWorker, ToWorker, WorkerStart } from "./messages.ts";

if (parentPort === null) throw new Error("worker.ts runs in a worker thread only");
const main = parentPort;
const start: WorkerStart = workerData;
const log = createLog({ worker: start.index });

/** The built page, seen from src/workers and from build/workers. */
const UI = new URL("../../build/web/", import.meta.url);

let isReady = false;
let metricsId = 0;
const metricsWaiting = new Map<number, (text: string | undefined) => void>();

function tell(message: FromWorker): void {
  main.postMessage(message);
}

async function askForMetrics(): Promise<string> {
  const id = metricsId++;
  tell({ type: "metricsWanted", id });
  const text = await new Promise<string | undefined>((resolve) => metricsWaiting.set(id, resolve));
  if (text === undefined) throw new Error("the main thread has no metrics");
  return text;
}

/**
 * Closes the server. Nothing is left to wait for then, and the thread ends by itself. It must: a thread that
 * is ended while uWebSockets.js holds sockets, from outside or by an error, takes the process down (abort).
 */
async function stop(server: Server, deadlineMs: number): Promise<void> {
  isReady = false;
  tell({ type: "stopped", cutCount: await server.stop(deadlineMs) });
  main.close();
}

async function serve(): Promise<void> {
  const model = await loadModel(new Uint8Array(start.model), { name: start.modelPath });
  const routes = new Routes({
    scorer: new PlateScorer(model),
    key: new ApiKey(start.apiKey),
    model: new Uint8Array(start.model),
    ui: readUi(UI),
    metricsText: askForMetrics,
    isReady: () => isReady,
    onFailure: (error, route) => log.error({ err: error, route }, "a request failed inside"),
  });
  const counters = new WorkerCounters(start.counters, start.index, ROUTE_LABELS.length);
  const server = await Server.listen(start.transport, start, routes, counters);
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "an error that nobody caught: the worker ends");
    void stop(server, 0);
  });
  main.on("message", (message: ToWorker) => {
    if (message.type === "ready") isReady = true;
    else if (message.type === "stop") void stop(server, message.deadlineMs);
    else {
      metricsWaiting.get(message.id)?.(message.text);
      metricsWaiting.delete(message.id);
    }
  });
  const { treeCount, simd } = model.info;
  tell({
    type: "listening",
    port: server.port,
    model: { featureCount: model.features.length, treeCount, simd },
  });
}

serve().catch((error: unknown) => {
  const code = error instanceof CatscoreError ? error.code : "INTERNAL";
  tell({ type: "failed", code, message: error instanceof Error ? error.message : String(error) });
});
