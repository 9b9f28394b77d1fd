import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, type ListenOptions as NetListenOptions, Server as NetServer } from "node:net";
import type { Answer } from "./answer.ts";
import { announcesMoreThan, BODY_BYTES_MAX, DISCARD_BYTES_MAX, Intake } from "./intake.ts";
import { type Route, type Routes, TOO_LARGE } from "./routes.ts";
import type { ListenOptions, Transport } from "./server.ts";
import type { Traffic } from "./traffic.ts";

const NO_BODY = new Uint8Array(0);

/** uWebSockets.js gives up on an idle connection, a slow header and a slow body after 10 s; so does this. */
const TIMEOUT_MS = 10_000;

/** Whether several threads can listen on one port: `reusePort` of net.Server. */
export function canSharePort(platform = process.platform, version = process.versions.node): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const hasOption = (major === 22 && minor >= 12) || (major === 23 && minor >= 1) || major >= 24;
  return hasOption && platform === "linux";
}

/** The first of several headers of one name, as uWebSockets.js takes it; a key has no comma. */
function keyOf(req: IncomingMessage): string {
  const header = req.headers["x-api-key"] as string | undefined;
  return header === undefined ? "" : (header.split(", ", 1)[0] as string);
}

/** The routes as a handler of node:http. */
class Handler {
  readonly #routes: Routes;
  readonly #traffic: Traffic;

  constructor(routes: Routes, traffic: Traffic) {
    this.#routes = routes;
    this.#traffic = traffic;
  }

  handle(req: IncomingMessage, res: ServerResponse): void {
    const begunAtMs = this.#traffic.begin();
    res.on("close", () => {
      if (!res.writableEnded) this.#traffic.aborted();
    });
    const url = req.url as string;
    const queryAt = url.indexOf("?");
    const path = queryAt < 0 ? url : url.slice(0, queryAt);
    const route = this.#routes.find(req.method as string, path);
    if (route === undefined) {
      const { label, answer } = this.#routes.refuseUnrouted(path, keyOf(req));
      this.#finish(res, label, answer, begunAtMs);
      return;
    }
    const answer =
      this.#routes.refuse(route, keyOf(req)) ??
      (route.cached && this.#routes.unchanged(route.cached, req.headers["if-none-match"] ?? ""));
    const contentLength = req.headers["content-length"] ?? "";
    if (answer) this.#finish(res, route.label, answer, begunAtMs);
    else if (route.method === "GET") this.#run(res, route, NO_BODY, begunAtMs);
    else if (announcesMoreThan(contentLength, BODY_BYTES_MAX)) {
      const mustClose = announcesMoreThan(contentLength, DISCARD_BYTES_MAX);
      this.#finish(res, route.label, TOO_LARGE, begunAtMs, mustClose);
    } else this.#receive(req, res, route, begunAtMs);
  }

  #receive(req: IncomingMessage, res: ServerResponse, route: Route, begunAtMs: number): void {
    const intake = new Intake();
    req.on("data", (piece: Buffer) => {
      if (res.writableEnded) return;
      intake.add(piece);
      if (intake.isHopeless) this.#finish(res, route.label, TOO_LARGE, begunAtMs, true);
    });
    req.on("end", () => {
      if (res.writableEnded) return;
      if (intake.isTooLarge) this.#finish(res, route.label, TOO_LARGE, begunAtMs);
      else this.#run(res, route, intake.body, begunAtMs);
    });
  }

  #run(res: ServerResponse, route: Route, body: Uint8Array, begunAtMs: number): void {
    const answer = this.#routes.run(route, body);
    if (answer instanceof Promise) {
      void answer.then((it) => {
        if (!res.destroyed) this.#finish(res, route.label, it, begunAtMs);
      });
    } else this.#finish(res, route.label, answer, begunAtMs);
  }

  #finish(
    res: ServerResponse,
    label: number,
    { head, body }: Answer,
    begunAtMs: number,
    mustClose = false,
  ): void {
    const headers = [...head.headers, "content-length", String(Buffer.byteLength(body))];
    if (mustClose || this.#traffic.isDraining) headers.push("connection", "close");
    res.writeHead(head.status, headers).end(body);
    this.#traffic.answered(label, head.status, begunAtMs);
  }
}

/**
 * The routes on node:http.
 * @throws the error of `listen`: EADDRINUSE and the like
 */
export async function listenNode(
  options: ListenOptions,
  routes: Routes,
  traffic: Traffic,
): Promise<Transport> {
  const handler = new Handler(routes, traffic);
  const server = createServer(
    {
      keepAliveTimeout: TIMEOUT_MS,
      headersTimeout: TIMEOUT_MS,
      requestTimeout: TIMEOUT_MS,
      connectionsCheckingInterval: 1000,
    },
    (req, res) => handler.handle(req, res),
  );
  // `reusePort` is newer than the types of Node 20.
  const address: NetListenOptions & { reusePort: boolean } = {
    host: options.host,
    port: options.port,
    reusePort: options.isPortShared,
  };
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, resolve);
  });
  return {
    kind: "node",
    port: (server.address() as AddressInfo).port,
    stopListening() {
      // http.Server's own close would cut idle keep-alive connections, on which a request may be under way.
      NetServer.prototype.close.call(server);
    },
    closeConnections() {
      server.closeAllConnections();
      server.close();
    },
  };
}
