import { CatscoreError } from "../errors.ts";
import { type Answer, failAnswer, makeHead, okAnswer } from "./answer.ts";
import { BODY_BYTES_MAX } from "./intake.ts";
import type { ApiKey } from "./key.ts";
import { answerReg, type BodyBytes, type Scorer } from "./reg.ts";
import type { UiFile } from "./ui.ts";

/** Names of the routes in metrics; a route's `label` is a position in this list. The last one is any other path. */
export const ROUTE_LABELS = [
  "/reg/",
  "/",
  "/metrics",
  "/health/live",
  "/health/ready",
  "/model",
  "/ui/",
  "other",
] as const;
const OTHER = ROUTE_LABELS.indexOf("other");

/** What the routes need of the rest of the service. */
export interface Context {
  readonly scorer: Scorer;
  readonly key: ApiKey;
  /** The `.cbm` file that is served. */
  readonly model: Uint8Array;
  /** The files of the page. */
  readonly ui: readonly UiFile[];
  /** The metrics of all workers in Prometheus' text format. */
  metricsText(): Promise<string>;
  /** False while the service starts or stops. */
  isReady(): boolean;
  /** Called once for each error that is answered with 500. */
  onFailure(error: unknown, route: string): void;
}

/** What a caller gets that has the answer already, and the etag by which that is known. */
export interface Cached {
  readonly etag: string;
  readonly unchanged: Answer;
}

/** One path and method. */
export interface Route {
  readonly path: string;
  readonly method: "GET" | "POST";
  /** Whether the caller must send x-api-key. */
  readonly isKeyed: boolean;
  /** Position in ROUTE_LABELS. */
  readonly label: number;
  /** Of an answer that a caller may have already: only there if-none-match is looked at. */
  readonly cached?: Cached;
  handle(body: BodyBytes): Answer | Promise<Answer>;
}

/** An answer without a handler, and the label under which it is counted. */
export interface Refusal {
  readonly label: number;
  readonly answer: Answer;
}

interface Path {
  readonly isKeyed: boolean;
  readonly label: number;
  readonly routes: readonly Route[];
  readonly wrongMethod: Answer;
}

const UNAUTHORIZED = failAnswer(401, "Unauthorized");
const NOT_FOUND = failAnswer(404, "File not found");
const INTERNAL = failAnswer(500, "Internal server error");
const NOT_READY = failAnswer(503, "The service is starting or stopping");
const OK = okAnswer("ok");
const READY = okAnswer("ready");
const TO_UI: Answer = { head: makeHead(308, "text/plain", ["location", "ui/"]), body: "" };
const MODEL_HEAD = makeHead(200, "application/octet-stream", ["cache-control", "no-store"]);
const METRICS_HEAD = makeHead(200, "text/plain; version=0.0.4; charset=utf-8");

/** The answer to a body that is too large. */
export const TOO_LARGE = failAnswer(413, `The body is larger than ${BODY_BYTES_MAX} bytes`);

function makeTable(context: Context): Route[] {
  const label = (name: (typeof ROUTE_LABELS)[number]) => ROUTE_LABELS.indexOf(name);
  const reg = (body: BodyBytes) => answerReg(context.scorer, body);
  const ready = () => (context.isReady() ? READY : NOT_READY);
  const metrics = async () => ({ head: METRICS_HEAD, body: await context.metricsText() });
  // A copy, because the file's memory is shared by all threads, from which a socket cannot write.
  const model = () => ({ head: MODEL_HEAD, body: new Uint8Array(context.model) });
  return [
    { path: "/reg/", method: "POST", isKeyed: true, label: label("/reg/"), handle: reg },
    { path: "/reg", method: "POST", isKeyed: true, label: label("/reg/"), handle: reg },
    { path: "/", method: "GET", isKeyed: true, label: label("/"), handle: () => OK },
    { path: "/metrics", method: "GET", isKeyed: false, label: label("/metrics"), handle: metrics },
    { path: "/health/live", method: "GET", isKeyed: false, label: label("/health/live"), handle: () => OK },
    { path: "/health/ready", method: "GET", isKeyed: false, label: label("/health/ready"), handle: ready },
    { path: "/model", method: "GET", isKeyed: true, label: label("/model"), handle: model },
    { path: "/ui", method: "GET", isKeyed: false, label: label("/ui/"), handle: () => TO_UI },
    ...context.ui.map(({ name, etag, answer, unchanged }): Route => {
      const cached = { etag, unchanged };
      const path = `/ui/${name}`;
      return { path, method: "GET", isKeyed: false, label: label("/ui/"), cached, handle: () => answer };
    }),
  ];
}

/** The table of routes and what is answered beside it. Knows no web server. */
export class Routes {
  readonly table: readonly Route[];
  readonly #context: Context;
  readonly #paths = new Map<string, Path>();

  constructor(context: Context) {
    this.#context = context;
    this.table = makeTable(context);
    for (const { path, isKeyed, label } of this.table) {
      const routes = this.table.filter((route) => route.path === path);
      const allow = routes.map((route) => route.method).join(", ");
      const wrongMethod = failAnswer(405, "Method not allowed", ["allow", allow]);
      this.#paths.set(path, { isKeyed, label, routes, wrongMethod });
    }
  }

  /** @param path without the query string */
  find(method: string, path: string): Route | undefined {
    return this.#paths.get(path)?.routes.find((route) => route.method === method);
  }

  /**
   * The key check of a route.
   * @param key value of x-api-key; "" where there is none
   * @returns the answer that refuses the request, or undefined
   */
  refuse(route: Route, key: string): Answer | undefined {
    return route.isKeyed && !this.#context.key.matches(key) ? UNAUTHORIZED : undefined;
  }

  /** What a request gets that `find` has no route for. */
  refuseUnrouted(path: string, key: string): Refusal {
    const known = this.#paths.get(path);
    const isAllowed = known?.isKeyed === false || this.#context.key.matches(key);
    const answer = isAllowed ? (known?.wrongMethod ?? NOT_FOUND) : UNAUTHORIZED;
    return { label: known?.label ?? OTHER, answer };
  }

  /**
   * The answer for a caller that has the route's already.
   * @param etags value of if-none-match; "" where there is none
   */
  unchanged({ etag, unchanged }: Cached, etags: string): Answer | undefined {
    return etags.includes(etag) ? unchanged : undefined;
  }

  /** Runs a route's handler. Never throws: what the handler throws becomes an answer. */
  run(route: Route, body: BodyBytes): Answer | Promise<Answer> {
    try {
      const answer = route.handle(body);
      return answer instanceof Promise ? answer.catch((error) => this.#answerError(error, route)) : answer;
    } catch (error) {
      return this.#answerError(error, route);
    }
  }

  #answerError(error: unknown, route: Route): Answer {
    if (error instanceof CatscoreError && error.status < 500) {
      return failAnswer(error.status, error.status === 400 ? `Bad request: ${error.message}` : error.message);
    }
    this.#context.onFailure(error, route.path);
    return INTERNAL;
  }
}
