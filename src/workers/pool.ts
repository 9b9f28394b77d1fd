import { type EventLoopUtilization, performance } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { CatscoreError, type ErrorCode } from "../errors.ts";
import type { FromWorker, ModelFacts, ToWorker, WorkerStart } from "./messages.ts";

/** A thread ends by itself soon after its server is closed; one that does not by then is ended. */
const END_TIMEOUT_MS = 1_000;

export interface PoolOptions {
  readonly workerCount: number;
  /** What each worker starts with, its index aside. */
  readonly start: Omit<WorkerStart, "index">;
  /** The answer to /metrics. */
  metricsText(): Promise<string>;
  /**
   * A worker ended though nobody stopped it, after all had started; the others go on.
   * @param error what it threw, where that is known here
   */
  onDied(index: number, error: unknown): void;
}

/** One worker thread, seen from the main thread. */
class Member {
  readonly thread: Worker;
  /** The thread is no more. */
  readonly ended: Promise<void>;
  /** It listens, or it cannot: then with a CatscoreError. */
  readonly listening: Promise<ModelFacts>;
  isStopping = false;
  cutCount = 0;
  #utilization: EventLoopUtilization;

  constructor(index: number, { start, metricsText, onDied }: PoolOptions) {
    const workerData: WorkerStart = { ...start, index };
    const entry = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js";
    this.thread = new Worker(new URL(entry, import.meta.url), { workerData, name: `catscore-${index}` });
    this.#utilization = this.thread.performance.eventLoopUtilization();
    let isListening = false;
    let failure: unknown;
    this.thread.on("error", (error) => {
      failure = error;
    });
    this.ended = new Promise((resolve) => {
      this.thread.once("exit", () => {
        resolve();
        if (isListening && !this.isStopping) onDied(index, failure);
      });
    });
    this.listening = new Promise((resolve, reject) => {
      this.thread.on("message", (message: FromWorker) => {
        if (message.type === "listening") {
          isListening = true;
          resolve(message.model);
        } else if (message.type === "failed") {
          reject(new CatscoreError(message.code as ErrorCode, message.message));
        } else if (message.type === "metricsWanted") {
          const give = (text?: string) => this.tell({ type: "metrics", id: message.id, text });
          metricsText().then(give, () => give());
        } else this.#end(message.cutCount);
      });
      void this.ended.then(() =>
        reject(new CatscoreError("INTERNAL", `worker ${index} ended at its start`, { cause: failure })),
      );
    });
  }

  tell(message: ToWorker): void {
    this.thread.postMessage(message);
  }

  /** Share of the time since the last call in which the event loop was busy, 0 to 1. */
  utilization(): number {
    const before = this.#utilization;
    this.#utilization = this.thread.performance.eventLoopUtilization();
    return performance.eventLoopUtilization(this.#utilization, before).utilization;
  }

  #end(cutCount: number): void {
    this.cutCount = cutCount;
    const timer = setTimeout(() => void this.thread.terminate(), END_TIMEOUT_MS);
    void this.ended.then(() => clearTimeout(timer));
  }
}

/** The worker threads of a service. All of them listen on one port. */
export class Pool {
  readonly #members: readonly Member[];
  /** What was loaded, the same in each worker. */
  readonly model: ModelFacts;

  private constructor(members: readonly Member[], model: ModelFacts) {
    this.#members = members;
    this.model = model;
  }

  /**
   * Starts the workers; once all of them listen, they are told that they are ready.
   * @throws MODEL_* and whatever else keeps a worker from starting; no thread is left then
   */
  static async start(options: PoolOptions): Promise<Pool> {
    const members = Array.from({ length: options.workerCount }, (_, index) => new Member(index, options));
    const outcomes = await Promise.allSettled(members.map((member) => member.listening));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed) {
      await stopAll(members, 0);
      throw failed.reason;
    }
    for (const member of members) member.tell({ type: "ready" });
    return new Pool(members, await (members[0] as Member).listening);
  }

  /** @returns one number for each worker, see `Member.utilization` */
  utilization(): number[] {
    return this.#members.map((member) => member.utilization());
  }

  /**
   * Stops all workers in order.
   * @returns number of requests that were cut off at the deadline
   */
  stop(deadlineMs: number): Promise<number> {
    return stopAll(this.#members, deadlineMs);
  }
}

async function stopAll(members: readonly Member[], deadlineMs: number): Promise<number> {
  for (const member of members) {
    member.isStopping = true;
    member.tell({ type: "stop", deadlineMs });
  }
  await Promise.all(members.map((member) => member.ended));
  return members.reduce((total, member) => total + member.cutCount, 0);
}
