import type { HttpRequest, HttpResponse, us_listen_socket } from "uWebSockets.js";
import type { Answer, Head } from "./answer.ts";
import { announcesMoreThan, BODY_BYTES_MAX, DISCARD_BYTES_MAX, Intake } from "./intake.ts";
import { type Route, type Routes, TOO_LARGE } from "./routes.ts";
import type { ListenOptions, Transport } from "./server.ts";
import type { Traffic } from "./traffic.ts";

const NO_BODY = new Uint8Array(0);

/**
 * The package, loaded when it is needed: it holds native binaries, and not for every runtime.
 * @throws Error where there is none
 */
export function importUws(): Promise<typeof import("uWebSockets.js")> {
  return import("uWebSockets.js");
}

type Handler = (res: HttpResponse, req: HttpRequest) => void;

/** Writes status and headers. uWS is corked inside the callbacks of a request; a later turn must cork. */
function writeHead(res: HttpResponse, head: Head): void {
  if (head.status !== 200) res.writeStatus(head.line);
  for (let i = 0; i < head.headers.length; i += 2) {
    res.writeHeader(head.headers[i] as string, head.headers[i + 1] as string);
  }
}

/** The routes as handlers of uWebSockets.js: two closures for a request with a body, none for others. */
class Handlers {
  readonly #routes: Routes;
  readonly #traffic: Traffic;

  constructor(routes: Routes, traffic: Traffic) {
    this.#routes = routes;
    this.#traffic = traffic;
  }

  /** A route that takes no body. What is sent nevertheless is thrown away by uWS. */
  get(route: Route): Handler {
    return (res, req) => {
      const begunAtMs = this.#traffic.begin();
      const answer =
        this.#routes.refuse(route, req.getHeader("x-api-key")) ??
        (route.cached && this.#routes.unchanged(route.cached, req.getHeader("if-none-match")));
      if (answer) this.#finish(res, route.label, answer, begunAtMs);
      else this.#run(res, route, NO_BODY, begunAtMs);
    };
  }

  /** A route that takes a body. */
  post(route: Route): Handler {
    return (res, req) => {
      const begunAtMs = this.#traffic.begin();
      const refusal = this.#routes.refuse(route, req.getHeader("x-api-key"));
      const contentLength = req.getHeader("content-length");
      if (refusal) this.#finish(res, route.label, refusal, begunAtMs);
      else if (announcesMoreThan(contentLength, BODY_BYTES_MAX)) {
        const mustClose = announcesMoreThan(contentLength, DISCARD_BYTES_MAX);
        this.#finish(res, route.label, TOO_LARGE, begunAtMs, mustClose);
      } else this.#receive(res, route, begunAtMs);
    };
  }

  /** Reads the body; usually it is there already, in one piece, which is then not copied. */
  #receive(res: HttpResponse, route: Route, begunAtMs: number): void {
    let intake: Intake | undefined;
    let isOver = false;
    res.onAborted(() => {
      // It is called for an answer too that was written, but that the client left before it was sent.
      if (!isOver) this.#traffic.aborted();
      isOver = true;
    });
    res.onData((chunk, isLast) => {
      // After an answer that closes, chunks that were received before come on.
      if (isOver) return;
      if (isLast && intake === undefined && chunk.byteLength <= BODY_BYTES_MAX) {
        isOver = true;
        this.#run(res, route, chunk, begunAtMs);
        return;
      }
      intake ??= new Intake();
      intake.add(new Uint8Array(chunk));
      isOver = isLast || intake.isHopeless;
      if (intake.isTooLarge) {
        if (isOver) this.#finish(res, route.label, TOO_LARGE, begunAtMs, intake.isHopeless);
      } else if (isLast) this.#run(res, route, intake.body, begunAtMs);
    });
  }

  /** Any path and method that has no route. */
  unrouted(): Handler {
    return (res, req) => {
      const begunAtMs = this.#traffic.begin();
      const { label, answer } = this.#routes.refuseUnrouted(req.getUrl(), req.getHeader("x-api-key"));
      if (req.getMethod() !== "head") {
        this.#finish(res, label, answer, begunAtMs);
        return;
      }
      writeHead(res, answer.head);
      // Given arguments, endWithoutBody never ends the response (uWebSockets issue 1855).
      res.writeHeader("content-length", String(Buffer.byteLength(answer.body))).endWithoutBody();
      this.#traffic.answered(label, answer.head.status, begunAtMs);
    };
  }

  #run(res: HttpResponse, route: Route, body: Uint8Array | ArrayBuffer, begunAtMs: number): void {
    const answer = this.#routes.run(route, body);
    if (answer instanceof Promise) this.#finishLater(res, route.label, answer, begunAtMs);
    else this.#finish(res, route.label, answer, begunAtMs);
  }

  #finish(res: HttpResponse, label: number, answer: Answer, begunAtMs: number, mustClose = false): void {
    writeHead(res, answer.head);
    res.end(answer.body, mustClose || this.#traffic.isDraining);
    this.#traffic.answered(label, answer.head.status, begunAtMs);
  }

  #finishLater(res: HttpResponse, label: number, answer: Promise<Answer>, begunAtMs: number): void {
    let isOver = false;
    res.onAborted(() => {
      if (!isOver) this.#traffic.aborted();
      isOver = true;
    });
    void answer.then((it) => {
      if (isOver) return;
      isOver = true;
      res.cork(() => this.#finish(res, label, it, begunAtMs));
    });
  }
}

/**
 * The routes on uWebSockets.js.
 *
 * Its parser answers what it refuses by itself, in HTML, before any route: 431 for headers above 4 kB, 400, and
 * 505 for what is not HTTP/1.1. The one of uws-pack 20.0.8 also answers 505 to a request line that comes in two
 * packets (uWebSockets issue 1776).
 *
 * The socket is opened with SO_REUSEPORT: several threads may listen on one port, and nothing tells if another
 * process does, so the caller looks first.
 * @throws Error where there is no binary for this runtime, or the port cannot be had
 */
export async function listenUws(
  options: ListenOptions,
  routes: Routes,
  traffic: Traffic,
): Promise<Transport> {
  const uws = await importUws();
  const app = uws.App();
  const handlers = new Handlers(routes, traffic);
  for (const route of routes.table) {
    if (route.method === "POST") app.post(route.path, handlers.post(route));
    else app.get(route.path, handlers.get(route));
  }
  app.any("/*", handlers.unrouted());
  const socket = await new Promise<us_listen_socket>((resolve, reject) => {
    app.listen(options.host, options.port, (opened) => {
      if (opened) resolve(opened);
      else reject(new Error(`cannot listen on ${options.host}:${options.port}`));
    });
  });
  let isListening = true;
  return {
    kind: "uws",
    port: uws.us_socket_local_port(socket),
    stopListening() {
      if (isListening) uws.us_listen_socket_close(socket);
      isListening = false;
    },
    closeConnections() {
      app.close();
    },
  };
}
