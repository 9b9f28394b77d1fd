import type { CallName, Calls, CsvProgress, FromWorker, ToWorker } from "./messages.ts";

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** The worker, seen from the page: calls in, promises out. */
export class Engine {
  /** Is told how far the scoring of a CSV is. */
  onProgress: (progress: CsvProgress) => void = () => {};
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener("error", ({ message }) => this.#fail(message));
    worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => this.#take(data));
  }

  /**
   * Starts the worker. It is made of a blob, because such a worker is under the Content-Security-Policy of the
   * page: what the page may not send, it may not either.
   */
  static async start(): Promise<Engine> {
    const response = await fetch(new URL("worker.js", document.baseURI));
    if (!response.ok) throw new Error(`worker.js: the server answered ${response.status}`);
    const source = new Blob([await response.text()], { type: "text/javascript" });
    const address = URL.createObjectURL(source);
    const worker = new Worker(address, { type: "module" });
    const start: ToWorker = { base: document.baseURI };
    worker.postMessage(start);
    return new Engine(worker);
  }

  /**
   * Asks the worker.
   * @param transfer what is given away with the message
   * @throws Error with the engine's message
   */
  call<K extends CallName>(
    name: K,
    ask: Calls[K]["ask"],
    transfer: Transferable[] = [],
  ): Promise<Calls[K]["answer"]> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.#worker.postMessage({ id, name, ask }, transfer);
    });
  }

  /** The worker itself failed: nobody answers what is asked. */
  #fail(message: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(`the worker failed: ${message}`));
    this.#waiting.clear();
  }

  #take(message: FromWorker): void {
    if ("progress" in message) {
      this.onProgress(message.progress);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ("error" in message) waiting?.reject(new Error(message.error));
    else waiting?.resolve(message.answer);
  }
}

/**
 * Runs a task again and again, never twice at once: while it runs, of all that is asked for only the last counts.
 * @param task gets what was asked for last
 */
export function latest<T>(task: (asked: T) => Promise<void>): (asked: T) => void {
  let isRunning = false;
  let next: { readonly asked: T } | undefined;
  const run = async () => {
    isRunning = true;
    while (next !== undefined) {
      const { asked } = next;
      next = undefined;
      await task(asked);
    }
    isRunning = false;
  };
  return (asked) => {
    next = { asked };
    if (!isRunning) void run();
  };
}
