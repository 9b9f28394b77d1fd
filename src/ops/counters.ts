import { ERRORS } from "../errors.ts";

/** Statuses that are counted by themselves; any other falls into the last slot, 0. */
export const STATUSES = [
  ...new Set([200, 304, 308, ...Object.values(ERRORS).map((error) => error.status)]),
  0,
].sort((a, b) => (a || 1000) - (b || 1000));

/** Upper bounds of the latency histogram, in seconds; what is above the last one counts as +Inf. */
export const BUCKET_BOUNDS = [
  5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.05, 0.1, 0.5, 1,
];

const STATUS_COUNT = STATUSES.length;
const BUCKET_COUNT = BUCKET_BOUNDS.length + 1;

/** Slot of each status below 600. */
const STATUS_SLOTS = Uint8Array.from({ length: 600 }, (_, status) => {
  const slot = STATUSES.indexOf(status);
  return slot < 0 ? STATUS_COUNT - 1 : slot;
});

/*
 * One worker's counters, f64 each; the next worker's follow. L is the number of labels (routes).
 *
 *   0          requests by label and status      L × STATUS_COUNT
 *   L × ST     requests by label and bucket      L × BUCKET_COUNT, each bucket for itself
 *   ...        seconds by label                  L
 *   ...        aborted requests                  1
 */
interface Layout {
  readonly bucketsOffset: number;
  readonly secondsOffset: number;
  readonly abortedOffset: number;
  readonly slotCount: number;
}

function layoutOf(labelCount: number): Layout {
  const bucketsOffset = labelCount * STATUS_COUNT;
  const secondsOffset = bucketsOffset + labelCount * BUCKET_COUNT;
  const abortedOffset = secondsOffset + labelCount;
  return { bucketsOffset, secondsOffset, abortedOffset, slotCount: abortedOffset + 1 };
}

/** The memory of all workers' counters, shared by their threads and the main one. */
export function allocateCounters(workerCount: number, labelCount: number): SharedArrayBuffer {
  return new SharedArrayBuffer(workerCount * layoutOf(labelCount).slotCount * 8);
}

/**
 * One worker's counters. Only its own thread writes them, with plain stores: no lock, no atomics, no
 * allocation. A reader may see a number that is one request old.
 */
export class WorkerCounters {
  readonly #slots: Float64Array;
  readonly #layout: Layout;

  constructor(memory: SharedArrayBuffer, workerIndex: number, labelCount: number) {
    this.#layout = layoutOf(labelCount);
    const { slotCount } = this.#layout;
    this.#slots = new Float64Array(memory, workerIndex * slotCount * 8, slotCount);
  }

  /** Counts an answered request. `seconds` is how long it took. */
  record(label: number, status: number, seconds: number): void {
    const slots = this.#slots;
    const { bucketsOffset, secondsOffset } = this.#layout;
    let bucket = 0;
    while (bucket < BUCKET_COUNT - 1 && seconds > (BUCKET_BOUNDS[bucket] as number)) bucket++;
    const statusSlot = label * STATUS_COUNT + (STATUS_SLOTS[status] as number);
    slots[statusSlot] = (slots[statusSlot] as number) + 1;
    const bucketSlot = bucketsOffset + label * BUCKET_COUNT + bucket;
    slots[bucketSlot] = (slots[bucketSlot] as number) + 1;
    const secondsSlot = secondsOffset + label;
    slots[secondsSlot] = (slots[secondsSlot] as number) + seconds;
  }

  /** Counts a request whose client went away before its answer. */
  recordAborted(): void {
    const slot = this.#layout.abortedOffset;
    this.#slots[slot] = (this.#slots[slot] as number) + 1;
  }

  requests(label: number, status: number): number {
    return this.#slots[label * STATUS_COUNT + (STATUS_SLOTS[status] as number)] as number;
  }

  /** Requests of a label in one bucket, by its position; the last one is +Inf. */
  bucket(label: number, bucket: number): number {
    return this.#slots[this.#layout.bucketsOffset + label * BUCKET_COUNT + bucket] as number;
  }

  seconds(label: number): number {
    return this.#slots[this.#layout.secondsOffset + label] as number;
  }

  get aborted(): number {
    return this.#slots[this.#layout.abortedOffset] as number;
  }
}
