import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { CatscoreError } from "../errors.ts";
import { ROUTE_LABELS } from "../http/routes.ts";
import { chooseTransport, type TransportChoice, type TransportKind } from "../http/server.ts";
import { DEMO_KEY, type ServeSettings } from "../ops/config.ts";
import { allocateCounters, WorkerCounters } from "../ops/counters.ts";
import type { Log } from "../ops/log.ts";
import { Metrics } from "../ops/metrics.ts";
import type { ModelFacts } from "./messages.ts";
import { Pool } from "./pool.ts";
import { claimPort } from "./port.ts";

const TRANSPORT_NAMES = { uws: "uWebSockets.js", node: "node:http" } as const;

/** A service that answers. */
export interface Service {
  readonly port: number;
  /** @returns number of requests that were cut off at the deadline */
  stop(deadlineMs: number): Promise<number>;
}

/** The bytes of the model, in memory that all threads share. @throws MODEL_NOT_FOUND */
async function readModel(path: string): Promise<SharedArrayBuffer> {
  try {
    const bytes = await readFile(path);
    const shared = new SharedArrayBuffer(bytes.byteLength);
    new Uint8Array(shared).set(bytes);
    return shared;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "no such file" : String(error);
    throw new CatscoreError("MODEL_NOT_FOUND", `cannot read the model ${path}: ${reason}`, { cause: error });
  }
}

/** Where only one thread can listen on a port, one worker serves. */
function countWorkers(wanted: number, transport: TransportChoice, log: Log): number {
  if (wanted === 1 || transport.canSharePort) return wanted;
  const name = TRANSPORT_NAMES[transport.kind];
  log.warn(
    { wanted, workers: 1 },
    `one worker instead of ${wanted}: ${name} cannot share a port between threads on Node ${process.version} and ${process.platform}`,
  );
  return 1;
}

function logModel(log: Log, facts: ModelFacts & { model: string; sha256: string; byteCount: number }): void {
  const { model, treeCount, featureCount, simd } = facts;
  log.info(
    facts,
    `model ${model}: ${treeCount} trees, ${featureCount} features, ${simd ? "SIMD" : "scalar"}`,
  );
}

function logReady(
  log: Log,
  facts: { host: string; port: number; workers: number; transport: TransportKind },
): void {
  const { host, port, workers, transport } = facts;
  const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const threads = workers === 1 ? "1 worker" : `${workers} workers`;
  log.info(
    facts,
    `ready on http://${authority}/reg/: ${threads}, ${TRANSPORT_NAMES[transport]}, Node ${process.version}`,
  );
}

/**
 * Starts the service: reads the model, picks the transport, makes sure of the port, starts the workers.
 * @param onDied a worker ended by itself; the others go on
 * @throws MODEL_*, USAGE where the port cannot be had
 */
export async function startService(
  settings: ServeSettings,
  log: Log,
  onDied: (index: number, error: unknown) => void,
): Promise<Service> {
  const model = await readModel(settings.model);
  const sha256 = createHash("sha256").update(new Uint8Array(model)).digest("hex");
  const transport = await chooseTransport(settings.transport);
  if (transport.reason) log.warn(`node:http serves instead of uWebSockets.js: ${transport.reason}`);
  if (settings.apiKey === DEMO_KEY) {
    log.warn("the API key is the public demo key: set --api-key or CATSCORE_API_KEY");
  }
  const workerCount = countWorkers(settings.workers, transport, log);
  const port = await claimPort(settings.host, settings.port);

  const memory = allocateCounters(workerCount, ROUTE_LABELS.length);
  const counters = Array.from(
    { length: workerCount },
    (_, index) => new WorkerCounters(memory, index, ROUTE_LABELS.length),
  );
  let pool: Pool | undefined;
  const metrics = new Metrics({
    labels: ROUTE_LABELS,
    counters,
    utilization: () => pool?.utilization() ?? [],
    // The name alone: /metrics needs no key.
    model: { file: basename(settings.model), sha256 },
  });
  pool = await Pool.start({
    workerCount,
    start: {
      model,
      modelPath: settings.model,
      counters: memory,
      transport: transport.kind,
      host: settings.host,
      port,
      isPortShared: workerCount > 1,
      apiKey: settings.apiKey,
    },
    metricsText: () => metrics.text(),
    onDied,
  });

  logModel(log, { model: settings.model, sha256, byteCount: model.byteLength, ...pool.model });
  logReady(log, { host: settings.host, port, workers: workerCount, transport: transport.kind });
  const started = pool;
  return { port, stop: (deadlineMs) => started.stop(deadlineMs) };
}
