import { describe, expect, test } from "vitest";
import { ERRORS } from "../../src/errors.ts";
import { allocateCounters, BUCKET_BOUNDS, STATUSES, WorkerCounters } from "../../src/ops/counters.ts";
import { Metrics } from "../../src/ops/metrics.ts";

const LABELS = ["/reg/", "/metrics", "other"];
const WORKER_COUNT = 3;

function makeCounters(): WorkerCounters[] {
  const memory = allocateCounters(WORKER_COUNT, LABELS.length);
  return Array.from({ length: WORKER_COUNT }, (_, index) => new WorkerCounters(memory, index, LABELS.length));
}

/** The samples of a text, by name and labels. */
async function scrape(counters: readonly WorkerCounters[]): Promise<Map<string, number>> {
  const metrics = new Metrics({
    labels: LABELS,
    counters,
    utilization: () => [0.25, 0.5, 1],
    model: { file: 'a"b.cbm', sha256: "00ff" },
  });
  await metrics.text();
  const lines = (await metrics.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const blank = line.lastIndexOf(" ");
      return [line.slice(0, blank), Number(line.slice(blank + 1))];
    }),
  );
}

describe("counters", () => {
  test("every status of the error table has a slot of its own", () => {
    for (const { status } of Object.values(ERRORS)) expect(STATUSES).toContain(status);
    expect(STATUSES.at(-1)).toBe(0);
  });

  test("workers, routes, statuses and buckets do not touch each other", () => {
    const counters = makeCounters();
    const seen: number[] = [];
    for (const [worker, it] of counters.entries()) {
      for (const label of LABELS.keys()) {
        for (const status of STATUSES) {
          const count = worker * 100 + label * 10 + STATUSES.indexOf(status);
          for (let i = 0; i < count; i++) it.record(label, status, 0);
          seen.push(it.requests(label, status) - count);
        }
      }
    }
    expect(seen.every((difference) => difference === 0)).toBe(true);
    expect(counters.map((it) => it.aborted)).toEqual([0, 0, 0]);
  });

  test.each([
    [0, 0],
    [5e-6, 0],
    [5.1e-6, 1],
    [1.2e-5, 2],
    [1, BUCKET_BOUNDS.length - 1],
    [1.1, BUCKET_BOUNDS.length],
    [3600, BUCKET_BOUNDS.length],
  ])("%d s fall into bucket %d", (seconds, bucket) => {
    const [counters] = makeCounters() as [WorkerCounters];
    counters.record(1, 200, seconds);
    expect(counters.bucket(1, bucket)).toBe(1);
    expect(counters.seconds(1)).toBe(seconds);
  });

  test("a status without a slot is counted among the others", () => {
    const [counters] = makeCounters() as [WorkerCounters];
    counters.record(0, 418, 0);
    expect(counters.requests(0, 0)).toBe(1);
  });
});

describe("metrics", () => {
  test("are sums over the workers, and the same at each scrape", async () => {
    const counters = makeCounters();
    for (const [worker, it] of counters.entries()) {
      for (let i = 0; i <= worker; i++) it.record(0, 200, 1e-5);
      it.record(0, 400, 0.02);
      it.record(1, 500, 2);
    }
    counters[2]?.recordAborted();
    const samples = await scrape(counters);
    expect(Object.fromEntries(samples)).toMatchObject({
      'catscore_requests_total{route="/reg/",status="200"}': 6,
      'catscore_requests_total{route="/reg/",status="400"}': 3,
      'catscore_requests_total{route="/metrics",status="500"}': 3,
      'catscore_errors_total{kind="refused"}': 3,
      'catscore_errors_total{kind="failed"}': 3,
      'catscore_errors_total{kind="aborted"}': 1,
      'catscore_worker_requests_total{worker="0"}': 3,
      'catscore_worker_requests_total{worker="2"}': 5,
      'catscore_worker_event_loop_utilization{worker="1"}': 0.5,
      'catscore_model_info{file="a\\"b.cbm",sha256="00ff"}': 1,
    });
    expect(samples.has('catscore_requests_total{route="/reg/",status="500"}')).toBe(false);
  });

  test("the histogram is cumulative and ends with +Inf, sum and count", async () => {
    const [counters] = makeCounters() as [WorkerCounters];
    for (const seconds of [1e-6, 1e-5, 3e-5, 0.7, 9]) counters.record(0, 200, seconds);
    const samples = await scrape([counters]);
    const bucket = (le: string) =>
      samples.get(`catscore_request_duration_seconds_bucket{le="${le}",route="/reg/"}`);
    expect(["0.000005", "0.00001", "0.00002", "0.00005", "0.5", "1", "+Inf"].map(bucket)).toEqual([
      1, 2, 2, 3, 3, 4, 5,
    ]);
    expect(samples.get('catscore_request_duration_seconds_count{route="/reg/"}')).toBe(5);
    expect(samples.get('catscore_request_duration_seconds_sum{route="/reg/"}')).toBeCloseTo(9.700041, 9);
  });

  test("the process's own figures are there", async () => {
    const samples = await scrape(makeCounters());
    for (const name of [
      "process_cpu_seconds_total",
      "process_resident_memory_bytes",
      "process_start_time_seconds",
    ]) {
      expect(samples.get(name)).toBeGreaterThan(0);
    }
  });
});
