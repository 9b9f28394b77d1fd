import type { TransportKind } from "../http/server.ts";

/** What a worker thread starts with, as its workerData. */
export interface WorkerStart {
  /** Position in the pool, from 0. */
  readonly index: number;
  /** The `.cbm` file; read by all workers, written by none. */
  readonly model: SharedArrayBuffer;
  /** Its path, for errors. */
  readonly modelPath: string;
  /** Memory of all workers' counters. */
  readonly counters: SharedArrayBuffer;
  readonly transport: TransportKind;
  readonly host: string;
  readonly port: number;
  readonly isPortShared: boolean;
  readonly apiKey: string;
}

/** From the main thread to a worker. */
export type ToWorker =
  /** All workers listen: the service is ready. */
  | { readonly type: "ready" }
  /** The text for a `metricsWanted`; undefined where it could not be made. */
  | { readonly type: "metrics"; readonly id: number; readonly text: string | undefined }
  /** Stop listening, answer what is under way, close, end. */
  | { readonly type: "stop"; readonly deadlineMs: number };

/** From a worker to the main thread. */
export type FromWorker =
  /** The model is loaded, the port is open. */
  | { readonly type: "listening"; readonly port: number; readonly model: ModelFacts }
  /** It cannot start; it ends by itself. */
  | { readonly type: "failed"; readonly code: string; readonly message: string }
  /** Somebody asks for /metrics. */
  | { readonly type: "metricsWanted"; readonly id: number }
  /** Its server is closed; the thread ends next. */
  | { readonly type: "stopped"; readonly cutCount: number };

/** What the start-up log says of a loaded model. */
export interface ModelFacts {
  readonly featureCount: number;
  readonly treeCount: number;
  readonly simd: boolean;
}
