import { describe, expect, test } from "vitest";
import { CUSTOMER, hasCustomer } from "../golden.ts";
import { type GoldenBody, goldenBodies, regAnswer } from "../http/plates.ts";
import { KEY, RawClient, request, requestBytes } from "../http/raw-client.ts";
import { transports } from "../http/uws-binary.ts";
import { type ServiceProcess, startService } from "./service.ts";

const goldens = goldenBodies();
const [golden] = goldens as [GoldenBody];
const GOOD = requestBytes({ path: "/reg/", body: golden.text });

/** The case of edge.jsonl that is accepted against the original, by spec/plate-features.md. */
const ACCEPTED_ARRAY = "char scores as JSON array";

async function expectAnswers(service: ServiceProcess, rows: readonly GoldenBody[]): Promise<void> {
  const client = await RawClient.connect(service.port);
  for (const { text, answer } of rows) {
    await client.send(requestBytes({ path: "/reg/", body: text }));
    const { status, body } = await client.answer();
    const expected =
      answer.error === undefined ? { text, status: 200, body: regAnswer(answer) } : { text, status: 400 };
    expect({ text, status, body }).toMatchObject(expected);
  }
}

describe.each(transports)("the built service on $kind", ({ kind, skips }) => {
  const it = test.skipIf(skips);

  it("says what it serves, and where", async () => {
    const service = await startService("--transport", kind, "--workers", "1");
    expect(await service.logged("model ")).toMatchObject({
      level: "info",
      model: expect.stringMatching(/models\/plates\.cbm$/),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      featureCount: 41,
    });
    expect(await service.logged("ready on ")).toMatchObject({
      transport: kind,
      workers: 1,
      host: "127.0.0.1",
    });
    expect(service.log.filter(({ level }) => level !== "info")).toEqual([]);
    expect(service.stdout).not.toContain(KEY);
  });

  it("answers the golden rows with Python's numbers, to the bit", async () => {
    await expectAnswers(await startService("--transport", kind), goldens);
  });

  test.skipIf(skips || !hasCustomer)("answers the customer's rows with the customer's model", async () => {
    const model = `${CUSTOMER}/micromodel.cbm`;
    const service = await startService("--transport", kind, "--model", model);
    await expectAnswers(service, goldenBodies(`${CUSTOMER}/golden.jsonl`));
    const edge = goldenBodies(`${CUSTOMER}/edge.jsonl`);
    await expectAnswers(
      service,
      edge.filter(({ answer }) => answer.name !== ACCEPTED_ARRAY),
    );
  });

  it("spreads connections over its workers, and sums their metrics", async () => {
    const service = await startService("--transport", kind, "--workers", "2");
    const { workers } = await service.logged("ready on ");
    const requestCount = 100;
    for (let i = 0; i < requestCount; i++) {
      expect((await request(service.port, { path: "/reg/", body: golden.text })).status).toBe(200);
    }
    const { headers, body } = await request(service.port, { method: "GET", path: "/metrics" });
    expect(headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(body).toContain(`catscore_requests_total{route="/reg/",status="200"} ${requestCount}\n`);
    expect(body).toContain(`catscore_request_duration_seconds_count{route="/reg/"} ${requestCount}\n`);
    const counts = [...body.matchAll(/^catscore_worker_requests_total\{worker="\d+"\} (\d+)$/gm)];
    expect(counts).toHaveLength(workers as number);
    for (const [, count] of counts) expect(Number(count)).toBeGreaterThan(0);
  });
});

describe.each(transports)("bad clients of the built service on $kind", ({ kind, skips }) => {
  const it = test.skipIf(skips);
  const half = GOOD.subarray(0, GOOD.length - 100);

  it("a body that trickles in is answered", async () => {
    const service = await startService("--transport", kind);
    const client = await RawClient.connect(service.port);
    const step = Math.ceil(GOOD.length / 20);
    const pieces = Array.from({ length: 20 }, (_, index) => GOOD.subarray(index * step, (index + 1) * step));
    await client.send(...pieces);
    expect((await client.answer()).body).toBe(regAnswer(golden.answer));
  });

  it("hundreds of connections, dropped at any point, leave the next good request alone", async () => {
    const service = await startService("--transport", kind);
    const ways: ((client: RawClient) => Promise<void>)[] = [
      async (client) => void client.socket.destroy(),
      async (client) => void client.socket.resetAndDestroy(),
      async (client) => {
        await client.send(half);
        client.socket.resetAndDestroy();
      },
      async (client) => {
        await client.send(half);
        client.socket.end();
      },
      async (client) => {
        client.socket.write(GOOD);
        client.socket.destroy();
      },
      async (client) => {
        client.socket.write(requestBytes({ method: "GET", path: "/metrics" }));
        client.socket.resetAndDestroy();
      },
    ];
    for (let round = 0; round < 10; round++) {
      const clients = await Promise.all(Array.from({ length: 60 }, () => RawClient.connect(service.port)));
      await Promise.all(clients.map((client, index) => ways[index % ways.length]?.(client)));
    }
    expect((await request(service.port, { path: "/reg/", body: golden.text })).body).toBe(
      regAnswer(golden.answer),
    );
    service.child.kill("SIGTERM");
    expect(await service.ended).toEqual({ code: 0, signal: null });
    expect(service.stderr).toBe("");
  });

  it("bytes that are nearly HTTP leave the next good request alone", async () => {
    const service = await startService("--transport", kind);
    let state = 1;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const chunked = requestBytes({
      path: "/reg/",
      headers: { "transfer-encoding": "chunked" },
      body: '3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n',
    });
    for (let i = 0; i < 400; i++) {
      const bytes = Buffer.concat([i % 2 ? GOOD : chunked, GOOD]);
      for (let flips = 1 + random(4); flips > 0; flips--) bytes[random(bytes.length)] = random(256);
      const client = await RawClient.connect(service.port);
      client.socket.end(bytes);
      await client.closed;
    }
    expect((await request(service.port, { path: "/reg/", body: golden.text })).body).toBe(
      regAnswer(golden.answer),
    );
    expect(service.log.filter(({ level }) => level === "error" || level === "fatal")).toEqual([]);
  });
});
