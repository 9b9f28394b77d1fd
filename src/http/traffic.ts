/** What is counted of requests. `seconds` is from the header's end to the answer. */
export interface RequestMetrics {
  /** @param label position in ROUTE_LABELS */
  record(label: number, status: number, seconds: number): void;
  /** A request whose client went away before its answer. */
  recordAborted(): void;
}

/** The requests of one server: how many are open, and whether new ones are still welcome. */
export class Traffic {
  readonly #metrics: RequestMetrics;
  /** Requests whose header was read, ever. */
  begunCount = 0;
  /** Requests that are neither answered nor aborted. */
  openCount = 0;
  /** The server is stopping: each answer closes its connection. */
  isDraining = false;

  constructor(metrics: RequestMetrics) {
    this.#metrics = metrics;
  }

  /** @returns the time to hand to `answered`, in ms */
  begin(): number {
    this.begunCount++;
    this.openCount++;
    return performance.now();
  }

  answered(label: number, status: number, begunAtMs: number): void {
    this.openCount--;
    this.#metrics.record(label, status, (performance.now() - begunAtMs) / 1000);
  }

  aborted(): void {
    this.openCount--;
    this.#metrics.recordAborted();
  }
}
