import { describe, expect, test } from "vitest";
import { BODY_BYTES_MAX } from "../../src/http/intake.ts";
import { FATAL, GOOD, GOOD_ANSWER, goldens, useContractServer } from "./contract-server.ts";
import { regAnswer } from "./plates.ts";
import { RawClient, type RawRequest, request, requestBytes } from "./raw-client.ts";
import { transports } from "./uws-binary.ts";

const fail = (message: string) => `{"body":"${message}","status":"fail"}\n`;

describe.each(transports)("the contract on $kind", ({ kind, skips }) => {
  const it = test.skipIf(skips);
  const server = useContractServer(kind, skips);
  const ok = '{"body":"ok","status":"ok"}\n';
  const malformed = expect.stringMatching(/^\{"body":"Bad request: .+","status":"fail"\}\n$/);
  const noKey = { "x-api-key": "" };

  const table: [string, RawRequest, number, unknown, Record<string, string>?][] = [
    ["POST /reg/", { path: "/reg/", body: GOOD }, 200, GOOD_ANSWER],
    ["POST /reg", { path: "/reg", body: GOOD }, 200, GOOD_ANSWER],
    ["a query string is ignored", { path: "/reg/?a=/b&c", body: GOOD }, 200, GOOD_ANSWER],
    ["GET / with the key", { method: "GET", path: "/" }, 200, ok],
    ["GET / without", { method: "GET", path: "/", headers: noKey }, 401, fail("Unauthorized")],
    ["GET /metrics", { method: "GET", path: "/metrics", headers: noKey }, 200, "# metrics\n"],
    ["GET /health/live", { method: "GET", path: "/health/live", headers: noKey }, 200, ok],
    [
      "GET /health/ready",
      { method: "GET", path: "/health/ready", headers: noKey },
      200,
      '{"body":"ready","status":"ok"}\n',
    ],
    ["a wrong key", { path: "/reg/", body: GOOD, headers: { "x-api-key": "x" } }, 401, fail("Unauthorized")],
    ["no key", { path: "/reg/", body: GOOD, headers: noKey }, 401, fail("Unauthorized")],
    ["no key, unknown path", { path: "/no", headers: noKey }, 401, fail("Unauthorized")],
    ["no key, wrong method", { method: "GET", path: "/reg/", headers: noKey }, 401, fail("Unauthorized")],
    ["no key, bad body", { path: "/reg/", body: "{", headers: noKey }, 401, fail("Unauthorized")],
    ["unknown path", { method: "GET", path: "/no" }, 404, fail("File not found")],
    ["a path below a known one", { path: "/reg/x", body: GOOD }, 404, fail("File not found")],
    ["two slashes", { path: "//reg/", body: GOOD }, 404, fail("File not found")],
    ["an escaped letter", { path: "/%72eg/", body: GOOD }, 404, fail("File not found")],
    ["GET /reg/", { method: "GET", path: "/reg/" }, 405, fail("Method not allowed"), { allow: "POST" }],
    ["PUT /reg", { method: "PUT", path: "/reg" }, 405, fail("Method not allowed"), { allow: "POST" }],
    ["OPTIONS /", { method: "OPTIONS", path: "/" }, 405, fail("Method not allowed"), { allow: "GET" }],
    ["POST /", { path: "/" }, 405, fail("Method not allowed"), { allow: "GET" }],
    [
      "POST /metrics",
      { path: "/metrics", headers: noKey },
      405,
      fail("Method not allowed"),
      { allow: "GET" },
    ],
    ["an empty body", { path: "/reg/" }, 400, malformed],
    ["half a body", { path: "/reg/", body: GOOD.slice(0, -5) }, 400, malformed],
    ["a list", { path: "/reg/", body: `[${GOOD}]` }, 400, malformed],
    ["invalid UTF-8", { path: "/reg/", body: Uint8Array.of(0x22, 0xff, 0x22) }, 400, malformed],
    ["a byte order mark", { path: "/reg/", body: `\ufeff${GOOD}` }, 400, malformed],
    ["a string that holds the body", { path: "/reg/", body: JSON.stringify(GOOD) }, 200, GOOD_ANSWER],
    [
      "a body of the largest size",
      { path: "/reg/", body: GOOD.padEnd(BODY_BYTES_MAX - Buffer.byteLength(GOOD) + GOOD.length) },
      200,
      GOOD_ANSWER,
    ],
    ["a failure inside", { path: "/reg/", body: FATAL }, 500, fail("Internal server error")],
  ];
  it.each(table)("%s", async (_what, of, status, body, headers = {}) => {
    const answer = await request(server.port, of);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual(body);
    expect(answer.headers).toMatchObject({
      "content-type": of.path === "/metrics" && status === 200 ? expect.any(String) : "application/json",
      "content-length": String(Buffer.byteLength(answer.body)),
      ...headers,
    });
  });

  it("a failure inside is given to the log, not to the client", async () => {
    server.failures.length = 0;
    await request(server.port, { path: "/reg/", body: FATAL });
    expect(server.failures).toEqual([new Error("at /secret/path")]);
  });

  it("the key is taken from X-API-KEY too", async () => {
    const client = await RawClient.connect(server.port);
    const bytes = requestBytes({ path: "/reg/", body: GOOD }).toString();
    await client.send(bytes.replace("x-api-key", "X-API-KEY").replace("content-length", "CONTENT-LENGTH"));
    expect(await client.answer()).toMatchObject({ status: 200, body: GOOD_ANSWER });
  });

  it("every golden row has Python's answer, to the bit, or its field is named", async () => {
    const client = await RawClient.connect(server.port);
    for (const { text, answer } of goldens) {
      await client.send(requestBytes({ path: "/reg/", body: text }));
      const { status, body } = await client.answer();
      if (answer.error === undefined)
        expect({ text, status, body }).toEqual({ text, status: 200, body: regAnswer(answer) });
      else {
        expect({ text, status }).toEqual({ text, status: 400 });
        expect(body).toContain(answer.error);
      }
    }
  });

  it("HEAD is answered without a body, and the connection goes on", async () => {
    const client = await RawClient.connect(server.port);
    for (const path of ["/reg/", "/", "/nowhere", "/metrics"]) {
      await client.send(requestBytes({ method: "HEAD", path }));
      const { status, headers } = await client.answer(false);
      expect(status).toBe(path === "/nowhere" ? 404 : 405);
      expect(Number(headers["content-length"])).toBeGreaterThan(0);
    }
    await client.send(requestBytes({ path: "/reg/", body: GOOD }));
    expect((await client.answer()).body).toBe(GOOD_ANSWER);
  });

  it("each request is recorded once, under its route and status", async () => {
    const client = await RawClient.connect(server.port);
    server.records.length = 0;
    const of: [RawRequest, string][] = [
      [{ path: "/reg", body: GOOD }, "/reg/ 200"],
      [{ path: "/reg/", body: "{" }, "/reg/ 400"],
      [{ path: "/reg/", body: " ".repeat(70_000) }, "/reg/ 413"],
      [{ method: "GET", path: "/reg/" }, "/reg/ 405"],
      [{ method: "GET", path: "/x" }, "other 404"],
      [{ method: "GET", path: "/", headers: noKey }, "/ 401"],
      [{ method: "GET", path: "/metrics" }, "/metrics 200"],
    ];
    for (const [each] of of) {
      await client.send(requestBytes(each));
      await client.answer();
    }
    expect(server.records.filter((record) => record !== "metrics wanted")).toEqual(
      of.map(([, record]) => record),
    );
  });
});
