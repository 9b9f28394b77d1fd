import { setTimeout as sleep } from "node:timers/promises";
import { CatscoreError } from "../errors.ts";
import { canSharePort, listenNode } from "./node.ts";
import type { Routes } from "./routes.ts";
import { type RequestMetrics, Traffic } from "./traffic.ts";
import { importUws, listenUws } from "./uws.ts";

export type TransportKind = "uws" | "node";

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Whether other threads listen on the port too. */
  readonly isPortShared: boolean;
}

/** A web server that listens. */
export interface Transport {
  readonly kind: TransportKind;
  readonly port: number;
  /** Takes no more connections; the open ones go on. */
  stopListening(): void;
  /** Closes all connections at once, whatever is under way. */
  closeConnections(): void;
}

/** The transport that a runtime can have, and why. */
export interface TransportChoice {
  readonly kind: TransportKind;
  /** Why it is not uWebSockets.js, where it was not asked for. */
  readonly reason?: string;
  /** Whether several threads can listen on one port with it; one thread serves where they cannot. */
  readonly canSharePort: boolean;
}

/**
 * Picks uWebSockets.js where it has a binary for the running Node, platform and C library, else node:http.
 * @param wanted "auto", or the one to take
 * @throws USAGE where uWebSockets.js is wanted and is not there
 */
export async function chooseTransport(wanted: TransportKind | "auto"): Promise<TransportChoice> {
  if (wanted === "node") return { kind: "node", canSharePort: canSharePort() };
  try {
    await importUws();
    return { kind: "uws", canSharePort: process.platform === "linux" };
  } catch (cause) {
    const { platform, arch, version } = process;
    const reason = `uWebSockets.js has no binary for Node ${version} on ${platform} ${arch}`;
    if (wanted === "uws") throw new CatscoreError("USAGE", `transport uws: ${reason}`, { cause });
    return { kind: "node", reason, canSharePort: canSharePort() };
  }
}

const DRAIN_TICK_MS = 50;
const QUIET_TICKS = 2;

/** A listening server and its requests. */
export class Server {
  readonly #transport: Transport;
  readonly #traffic: Traffic;

  private constructor(transport: Transport, traffic: Traffic) {
    this.#transport = transport;
    this.#traffic = traffic;
  }

  /** @throws Error where the port cannot be had */
  static async listen(
    kind: TransportKind,
    options: ListenOptions,
    routes: Routes,
    metrics: RequestMetrics,
  ): Promise<Server> {
    const traffic = new Traffic(metrics);
    const listen = kind === "uws" ? listenUws : listenNode;
    return new Server(await listen(options, routes, traffic), traffic);
  }

  get port(): number {
    return this.#transport.port;
  }

  /**
   * Stops. Takes no more connections; a tick later (when the other threads have closed the port as well, so
   * that no client which reconnects finds it half open) each answer closes its connection. Once no request
   * is open and none has come for two ticks, or at the deadline, the connections that are left are closed.
   * @returns number of requests that were cut off at the deadline
   */
  async stop(deadlineMs: number): Promise<number> {
    const endsAtMs = performance.now() + deadlineMs;
    this.#transport.stopListening();
    await sleep(DRAIN_TICK_MS);
    this.#traffic.isDraining = true;
    let begunCount = this.#traffic.begunCount;
    let quietTicks = 0;
    while (quietTicks < QUIET_TICKS && performance.now() < endsAtMs) {
      await sleep(DRAIN_TICK_MS);
      const isQuiet = this.#traffic.openCount === 0 && this.#traffic.begunCount === begunCount;
      quietTicks = isQuiet ? quietTicks + 1 : 0;
      begunCount = this.#traffic.begunCount;
    }
    const cutCount = this.#traffic.openCount;
    this.#transport.closeConnections();
    return cutCount;
  }
}
