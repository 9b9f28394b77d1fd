import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { ContractServer, GOOD, GOOD_ANSWER } from "./contract-server.ts";
import { RawClient, requestBytes } from "./raw-client.ts";
import { transports } from "./uws-binary.ts";

const DEADLINE_MS = 30_000;

describe.each(transports)("stopping on $kind", ({ kind, skips }) => {
  const it = test.skipIf(skips);
  const half = Math.floor(GOOD.length / 2);
  const wholeRequest = requestBytes({ path: "/reg/", body: GOOD });

  async function start(): Promise<ContractServer> {
    const server = new ContractServer();
    await server.start(kind);
    return server;
  }

  it("a request whose body is half there is answered, and its connection closed", async () => {
    const server = await start();
    const client = await RawClient.connect(server.port);
    const cut = wholeRequest.length - half;
    await client.send(wholeRequest.subarray(0, cut));
    const stopped = server.stop(DEADLINE_MS);
    await client.send(wholeRequest.subarray(cut));
    const answer = await client.answer();
    expect(answer).toMatchObject({ status: 200, body: GOOD_ANSWER });
    await client.closed;
    expect(await stopped).toBe(0);
  });

  it("an answer that takes time is given", async () => {
    const server = await start();
    const client = await RawClient.connect(server.port);
    const begun = server.nextRecord();
    await client.send(requestBytes({ method: "GET", path: "/metrics" }));
    await begun;
    const stopped = server.stop(DEADLINE_MS);
    expect(await client.answer()).toMatchObject({ status: 200, body: "# metrics\n" });
    expect(await stopped).toBe(0);
  });

  it("idle connections are closed, new ones refused", async () => {
    const server = await start();
    const clients = await Promise.all(Array.from({ length: 20 }, () => RawClient.connect(server.port)));
    await clients[0]?.send(wholeRequest);
    await clients[0]?.answer();
    const { port } = server;
    expect(await server.stop(DEADLINE_MS)).toBe(0);
    await Promise.all(clients.map((client) => client.closed));
    const [error] = await once(connect(port, "127.0.0.1"), "error");
    expect(error).toMatchObject({ code: "ECONNREFUSED" });
  });

  it("at the deadline what is open is cut off and counted", async () => {
    const server = await start();
    const client = await RawClient.connect(server.port);
    await client.send(requestBytes({ path: "/reg/", headers: { "content-length": "100" }, body: "{" }), '"');
    expect(await server.stop(200)).toBe(1);
    await client.closed;
  });
});
