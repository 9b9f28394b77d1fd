import { Counter, collectDefaultMetrics, Gauge, type Histogram, Registry } from "prom-client";
import { BUCKET_BOUNDS, STATUSES, type WorkerCounters } from "./counters.ts";

/** Where the figures come from. */
export interface MetricSources {
  /** Names of the routes: what the labels of the counters stand for. */
  readonly labels: readonly string[];
  /** One for each worker. */
  readonly counters: readonly WorkerCounters[];
  /** Share of the time since the last call in which each worker's event loop was busy, 0 to 1. */
  utilization(): readonly number[];
  readonly model: Readonly<Record<"file" | "sha256", string>>;
}

/** Figures of the main thread's event loop are taken this often. */
const LOOP_SAMPLE_MS = 100;

function sum(counters: readonly WorkerCounters[], of: (counters: WorkerCounters) => number): number {
  return counters.reduce((total, it) => total + of(it), 0);
}

/** Status as a label; the slot of all statuses that have none is "other". */
const statusName = (status: number) => (status === 0 ? "other" : String(status));

function addRequests(registry: Registry, { labels, counters }: MetricSources): void {
  new Counter({
    name: "catscore_requests_total",
    help: "Requests answered, by route and status.",
    labelNames: ["route", "status"],
    registers: [registry],
    collect() {
      this.reset();
      for (const [label, route] of labels.entries()) {
        for (const status of STATUSES) {
          const count = sum(counters, (it) => it.requests(label, status));
          if (count > 0) this.inc({ route, status: statusName(status) }, count);
        }
      }
    },
  });
}

function addErrors(registry: Registry, { labels, counters }: MetricSources): void {
  const count = (it: WorkerCounters, from: number, to: number) =>
    STATUSES.filter((status) => status >= from && status < to)
      .flatMap((status) => labels.map((_, label) => it.requests(label, status)))
      .reduce((total, requests) => total + requests, 0);
  new Counter({
    name: "catscore_errors_total",
    help: "Requests that failed: refused (4xx), failed inside (5xx), aborted by the client before the answer.",
    labelNames: ["kind"],
    registers: [registry],
    collect() {
      this.reset();
      this.inc(
        { kind: "refused" },
        sum(counters, (it) => count(it, 400, 500)),
      );
      this.inc(
        { kind: "failed" },
        sum(counters, (it) => count(it, 500, 600)),
      );
      this.inc(
        { kind: "aborted" },
        sum(counters, (it) => it.aborted),
      );
    },
  });
}

/** The latency histogram. prom-client's own can only be filled by observing, so this gives its values itself. */
function addDurations(registry: Registry, { labels, counters }: MetricSources): void {
  const name = "catscore_request_duration_seconds";
  const valuesOf = (label: number, route: string) => {
    let count = 0;
    const values = [...BUCKET_BOUNDS, "+Inf"].map((le, bucket) => {
      count += sum(counters, (it) => it.bucket(label, bucket));
      return { metricName: `${name}_bucket`, labels: { le, route }, value: count };
    });
    const seconds = sum(counters, (it) => it.seconds(label));
    return [
      ...values,
      { metricName: `${name}_sum`, labels: { route }, value: seconds },
      { metricName: `${name}_count`, labels: { route }, value: count },
    ];
  };
  const histogram = {
    name,
    help: "Time from the end of a request's header to its answer, the arrival of the body included.",
    type: "histogram",
    get() {
      return { ...this, values: labels.flatMap((route, label) => valuesOf(label, route)) };
    },
  };
  registry.registerMetric(histogram as unknown as Histogram);
}

function addWorkers(registry: Registry, { labels, counters, utilization }: MetricSources): void {
  const total = (it: WorkerCounters) =>
    labels
      .flatMap((_, label) => STATUSES.map((status) => it.requests(label, status)))
      .reduce((a, b) => a + b);
  new Counter({
    name: "catscore_worker_requests_total",
    help: "Requests answered, by worker thread.",
    labelNames: ["worker"],
    registers: [registry],
    collect() {
      this.reset();
      for (const [worker, it] of counters.entries()) this.inc({ worker }, total(it));
    },
  });
  new Gauge({
    name: "catscore_worker_event_loop_utilization",
    help: "Share of the time since the last scrape in which a worker's event loop was busy, 0 to 1.",
    labelNames: ["worker"],
    registers: [registry],
    collect() {
      for (const [worker, share] of utilization().entries()) this.set({ worker }, share);
    },
  });
}

/** The service's metrics, collected when they are asked for. Lives in the main thread. */
export class Metrics {
  readonly #registry = new Registry();

  constructor(sources: MetricSources) {
    addRequests(this.#registry, sources);
    addDurations(this.#registry, sources);
    addErrors(this.#registry, sources);
    addWorkers(this.#registry, sources);
    new Gauge({
      name: "catscore_model_info",
      help: "The model that is served; always 1.",
      labelNames: ["file", "sha256"],
      registers: [this.#registry],
    }).set(sources.model, 1);
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: LOOP_SAMPLE_MS });
  }

  /** All metrics in Prometheus' text format, version 0.0.4. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
