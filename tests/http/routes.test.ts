import { describe, expect, test } from "vitest";
import { CatscoreError, ERRORS, type ErrorCode } from "../../src/errors.ts";
import type { Answer } from "../../src/http/answer.ts";
import { ApiKey } from "../../src/http/key.ts";
import type { Scorer } from "../../src/http/reg.ts";
import { ROUTE_LABELS, Routes } from "../../src/http/routes.ts";

const KEY = "secret";
const GOOD = new TextEncoder().encode('{"any":"object"}');
const HALF: Scorer = { score: () => ({ negative: 0.5, positive: 0.5 }) };

function makeRoutes(scorer: Scorer = HALF, isReady = true) {
  const failures: unknown[] = [];
  const routes = new Routes({
    scorer,
    key: new ApiKey(KEY),
    model: Uint8Array.of(1, 2, 3),
    ui: [],
    metricsText: async () => "# metrics\n",
    isReady: () => isReady,
    onFailure: (error, route) => failures.push([error, route]),
  });
  /** The answer of a route that exists. */
  const run = (method: string, path: string, body: Uint8Array = GOOD): Answer => {
    const route = routes.find(method, path);
    if (route === undefined) throw new Error(`no route ${method} ${path}`);
    return routes.run(route, body) as Answer;
  };
  return { routes, run, failures };
}

function throwing(error: unknown): Scorer {
  return {
    score() {
      throw error;
    },
  };
}

describe("answers of the routes", () => {
  test.each(["/reg/", "/reg"])("POST %s frames the probabilities", (path) => {
    const scorer = { score: () => ({ negative: 0.9965305324728679, positive: 0.0034694675271320754 }) };
    const { head, body } = makeRoutes(scorer).run("POST", path);
    expect(head.status).toBe(200);
    expect(head.headers).toEqual(["content-type", "application/json"]);
    expect(body).toBe(
      '{"body":{"negative":0.9965305324728679,"positive":0.0034694675271320754},"status":"ok"}\n',
    );
  });

  test.each([
    ["zero and one", 0, 1],
    ["a tiny one, with an exponent", 5e-324, 1e-7],
  ])("numbers read back as the same doubles: %s", (_what, negative, positive) => {
    const { body } = makeRoutes({ score: () => ({ negative, positive }) }).run("POST", "/reg/");
    expect(JSON.parse(String(body))).toEqual({ body: { negative, positive }, status: "ok" });
  });

  test("the scorer gets the parsed body", () => {
    let got: unknown;
    const scorer: Scorer = {
      score(body) {
        got = body;
        return { negative: 1, positive: 0 };
      },
    };
    makeRoutes(scorer).run("POST", "/reg/", new TextEncoder().encode('{"a":"\u00e9\u{1f600}"}'));
    expect(got).toEqual({ a: "\u00e9\u{1f600}" });
  });

  test("GET /metrics is a promise of Prometheus' text", async () => {
    const { head, body } = await makeRoutes().run("GET", "/metrics");
    expect(head.headers).toEqual(["content-type", "text/plain; version=0.0.4; charset=utf-8"]);
    expect(body).toBe("# metrics\n");
  });

  test.each([
    ["/", true, 200, '{"body":"ok","status":"ok"}\n'],
    ["/health/live", false, 200, '{"body":"ok","status":"ok"}\n'],
    ["/health/ready", true, 200, '{"body":"ready","status":"ok"}\n'],
    ["/health/ready", false, 503, '{"body":"The service is starting or stopping","status":"fail"}\n'],
  ])("GET %s, ready %s: %d", (path, isReady, status, expected) => {
    const { head, body } = makeRoutes(HALF, isReady).run("GET", path);
    expect(head.status).toBe(status);
    expect(body).toBe(expected);
  });
});

describe("bodies that are refused with 400", () => {
  test.each([
    ["empty", ""],
    ["blank", " \r\n"],
    ["half an object", '{"a":'],
    ["a list", "[]"],
    ["a number", "1"],
    ["null", "null"],
    ["a string that holds no object", '"abc"'],
    ["NaN", "NaN"],
    ["two objects", "{}{}"],
    ["a byte order mark before the object", "\ufeff{}"],
    ["an invalid UTF-8 byte", Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)],
    ["UTF-8 that is cut off", Uint8Array.of(0x22, 0xd0)],
    ["a surrogate in UTF-8", Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
    ["UTF-16", Uint8Array.of(0x7b, 0, 0x7d, 0)],
  ])("%s", (_what, body) => {
    const { run, failures } = makeRoutes();
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const answer = run("POST", "/reg/", bytes);
    expect(answer.head.status).toBe(400);
    expect(answer.body).toMatch(/^\{"body":"Bad request: .+","status":"fail"\}\n$/);
    expect(failures).toEqual([]);
  });

  test("a field's error is told to the client", () => {
    const scorer = throwing(new CatscoreError("BODY_FIELD", 'direction: got "x", expected a number'));
    const { body } = makeRoutes(scorer).run("POST", "/reg/");
    expect(JSON.parse(String(body))).toEqual({
      body: 'Bad request: direction: got "x", expected a number',
      status: "fail",
    });
  });
});

describe("failures inside are answered with 500, logged once, and not told to the client", () => {
  const inside = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => ERRORS[code].status >= 500);
  test.each([
    ...inside.map((code) => new CatscoreError(code, "at /secret/path")),
    new TypeError("at /secret/path"),
    "at /secret/path",
    undefined,
  ])("%s", (error) => {
    const { run, failures } = makeRoutes(throwing(error));
    const answer = run("POST", "/reg/");
    expect(answer.head.status).toBe(500);
    expect(answer.body).toBe('{"body":"Internal server error","status":"fail"}\n');
    expect(failures).toEqual([[error, "/reg/"]]);
  });

  test("a probability that is not a number", () => {
    const { run, failures } = makeRoutes({ score: () => ({ negative: Number.NaN, positive: Number.NaN }) });
    expect(run("POST", "/reg/").head.status).toBe(500);
    expect(failures).toHaveLength(1);
  });

  test("a handler that fails later", async () => {
    const { routes, run, failures } = makeRoutes();
    const metrics = routes.find("GET", "/metrics");
    if (metrics) Object.assign(metrics, { handle: () => Promise.reject(new Error("late")) });
    expect((await run("GET", "/metrics")).head.status).toBe(500);
    expect(failures).toHaveLength(1);
  });
});

describe("refusals", () => {
  test.each([
    ["GET", "/reg/", KEY, 405, "POST", "/reg/"],
    ["DELETE", "/reg", KEY, 405, "POST", "/reg/"],
    ["GET", "/reg/", "", 401, undefined, "/reg/"],
    ["POST", "/", KEY, 405, "GET", "/"],
    ["POST", "/", "wrong", 401, undefined, "/"],
    ["POST", "/metrics", "", 405, "GET", "/metrics"],
    ["HEAD", "/health/live", "wrong", 405, "GET", "/health/live"],
    ["GET", "/health/other", "", 401, undefined, "other"],
    ["GET", "/nowhere", KEY, 404, undefined, "other"],
    ["GET", "/nowhere", "", 401, undefined, "other"],
    ["POST", "/reg/batch", KEY, 404, undefined, "other"],
    ["GET", "//", KEY, 404, undefined, "other"],
    ["GET", "/__proto__", KEY, 404, undefined, "other"],
    ["GET", "", KEY, 404, undefined, "other"],
  ])("%s %s with the key %j: %d", (method, path, key, status, allow, label) => {
    const { routes } = makeRoutes();
    expect(routes.find(method, path)).toBeUndefined();
    const refusal = routes.refuseUnrouted(path, key);
    expect(refusal.answer.head.status).toBe(status);
    expect(refusal.answer.head.headers.slice(2)).toEqual(allow ? ["allow", allow] : []);
    expect(ROUTE_LABELS[refusal.label]).toBe(label);
  });

  test.each([
    ["/reg/", "POST", true],
    ["/", "GET", true],
    ["/metrics", "GET", false],
    ["/health/live", "GET", false],
    ["/health/ready", "GET", false],
  ])("%s needs a key: %s %s", (path, method, isKeyed) => {
    const { routes } = makeRoutes();
    const route = routes.find(method, path);
    if (route === undefined) throw new Error("no such route");
    expect(routes.refuse(route, KEY)).toBeUndefined();
    expect(routes.refuse(route, "wrong")?.head.status).toBe(isKeyed ? 401 : undefined);
  });
});

describe("the key", () => {
  const long = "k".repeat(255);
  test.each([
    ["secret", "secret", true],
    ["secret", "", false],
    ["secret", "Secret", false],
    ["secret", "secre", false],
    ["secret", "secrets", false],
    ["secret", "secret\0", false],
    ["secret", "\u0173ecret", false],
    ["secret", "s".repeat(10_000), false],
    [long, long, true],
    [long, `${long}k`, false],
    [long, long.slice(1), false],
  ])("%j is not taken for %j", (key, header, matches) => {
    expect(new ApiKey(key).matches(header)).toBe(matches);
  });

  test("a key that was right does not make the next one right", () => {
    const key = new ApiKey("secret");
    expect([key.matches("secret"), key.matches("s"), key.matches("secret")]).toEqual([true, false, true]);
  });
});
