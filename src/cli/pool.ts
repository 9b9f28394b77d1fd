import { Worker } from "node:worker_threads";
import { CatscoreError } from "../errors.ts";
import type { Block } from "../table/blocks.ts";
import type { BlockAnswer, ScoreOptions, Scorer } from "./scorer.ts";

/** Input up to this size is scored without threads: starting them takes longer than that. */
const THREADS_FROM_BYTES = 512 * 1024;
/** One block being scored and one waiting, so that no thread runs dry. */
const BLOCKS_PER_THREAD = 2;

/** What a scoring thread is started with. After that it gets Blocks and gives a BlockAnswer for each, in order. */
export interface ThreadStart {
  /** The file of the model, or of a bundle. */
  readonly model: Uint8Array;
  readonly options: ScoreOptions;
}

interface Thread {
  readonly worker: Worker;
  /** Blocks given and not yet answered, oldest first. */
  readonly waiting: { resolve: (answer: BlockAnswer) => void; reject: (error: Error) => void }[];
  /** Why the thread ended. */
  error?: CatscoreError;
}

/** Scores blocks: the first ones in this thread, those of a larger input in threads with a model each. */
export class ScorePool {
  readonly #scorer: Scorer;
  readonly #threadCount: number;
  readonly #start: ThreadStart;
  readonly #threads: Thread[] = [];
  #byteCount = 0;

  constructor(scorer: Scorer, threadCount: number, start: ThreadStart) {
    this.#scorer = scorer;
    this.#threadCount = threadCount;
    this.#start = start;
  }

  /** How many blocks may be unanswered before more of them only fill the memory. */
  get blocksAhead(): number {
    return Math.max(1, this.#threads.length * BLOCKS_PER_THREAD);
  }

  /** Scores a block in the thread with the least to do; the block's buffer goes there. */
  async score(block: Block): Promise<BlockAnswer> {
    this.#byteCount += block.bytes.length;
    if (this.#byteCount <= THREADS_FROM_BYTES || this.#threadCount === 1) return this.#scorer.score(block);
    while (this.#threads.length < this.#threadCount) this.#threads.push(startThread(this.#start));
    const thread = this.#threads.reduce((least, other) =>
      other.waiting.length < least.waiting.length ? other : least,
    );
    return new Promise((resolve, reject) => {
      if (thread.error) return reject(thread.error);
      thread.waiting.push({ resolve, reject });
      thread.worker.postMessage(block, [block.bytes.buffer]);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }
}

function startThread(start: ThreadStart): Thread {
  const worker = new Worker(new URL("./score-thread.js", import.meta.url), { workerData: start });
  const thread: Thread = { worker, waiting: [] };
  worker.on("message", (answer: BlockAnswer) => thread.waiting.shift()?.resolve(answer));
  worker.on("error", (cause) => {
    thread.error = new CatscoreError("INTERNAL", `a scoring thread failed: ${cause.message}`, { cause });
    for (const { reject } of thread.waiting.splice(0)) reject(thread.error);
  });
  return thread;
}
