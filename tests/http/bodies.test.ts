import { describe, expect, test } from "vitest";
import { BODY_BYTES_MAX, DISCARD_BYTES_MAX } from "../../src/http/intake.ts";
import { GOOD, GOOD_ANSWER, useContractServer } from "./contract-server.ts";
import { RawClient, request, requestBytes } from "./raw-client.ts";
import { transports } from "./uws-binary.ts";

const noKey = { "x-api-key": "" };

describe.each(transports)("bodies in pieces on $kind", ({ kind, skips }) => {
  const it = test.skipIf(skips);
  const server = useContractServer(kind, skips);
  const bytes = Buffer.from(GOOD);
  const chunk = (piece: Uint8Array) =>
    Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")]);
  const chunkedHead = requestBytes({ path: "/reg/", headers: { "transfer-encoding": "chunked" } });
  const head = requestBytes({ path: "/reg/", headers: { "content-length": String(bytes.length) } });
  // An odd cut: it falls into a letter of two bytes.
  const letter = bytes.findIndex((byte) => byte >= 0x80) + 1;
  const halves = [bytes.subarray(0, letter), bytes.subarray(letter)] as const;
  const end = Buffer.from("0\r\n\r\n");

  it.each<[string, readonly Uint8Array[]]>([
    ["in two packets", [Buffer.concat([head, halves[0]]), halves[1]]],
    ["behind the header", [head, bytes]],
    ["the header in two packets", [head.subarray(0, 30), head.subarray(30), bytes]],
    [
      "byte by byte at its end",
      [head, bytes.subarray(0, -4), ...[...bytes.subarray(-4)].map((byte) => Uint8Array.of(byte))],
    ],
    ["chunked, in one packet", [Buffer.concat([chunkedHead, chunk(bytes), end])]],
    [
      "chunked, two chunks in one packet",
      [Buffer.concat([chunkedHead, chunk(halves[0]), chunk(halves[1]), end])],
    ],
    ["chunked, each chunk in a packet", [chunkedHead, chunk(halves[0]), chunk(halves[1]), end]],
    [
      "chunked, a chunk in two packets",
      [chunkedHead, chunk(bytes).subarray(0, 50), chunk(bytes).subarray(50), end],
    ],
  ])("%s", async (_what, pieces) => {
    const client = await RawClient.connect(server.port);
    await client.send(...pieces);
    expect(await client.answer()).toMatchObject({ status: 200, body: GOOD_ANSWER });
    await client.send(requestBytes({ path: "/reg/", body: GOOD }));
    expect((await client.answer()).body).toBe(GOOD_ANSWER);
  });

  it("a client that waits for 100 Continue gets it", async () => {
    const client = await RawClient.connect(server.port);
    const headers = { expect: "100-continue", "content-length": String(bytes.length) };
    await client.send(requestBytes({ path: "/reg/", headers }), bytes);
    expect((await client.answer()).body).toBe(GOOD_ANSWER);
  });
});

describe.each(transports)("bodies that are too large on $kind", ({ kind, skips }) => {
  const it = test.skipIf(skips);
  const server = useContractServer(kind, skips);
  const tooLarge = {
    status: 413,
    body: `{"body":"The body is larger than ${BODY_BYTES_MAX} bytes","status":"fail"}\n`,
  };
  const chunks = (byteCount: number) =>
    requestBytes({
      path: "/reg/",
      headers: { "transfer-encoding": "chunked" },
      body: `${byteCount.toString(16)}\r\n${" ".repeat(byteCount)}\r\n0\r\n\r\n`,
    });

  it("content-length a byte above the limit; the connection goes on", async () => {
    const client = await RawClient.connect(server.port);
    await client.send(requestBytes({ path: "/reg/", body: " ".repeat(BODY_BYTES_MAX + 1) }));
    expect(await client.answer()).toMatchObject(tooLarge);
    await client.send(requestBytes({ path: "/reg/", body: GOOD }));
    expect((await client.answer()).body).toBe(GOOD_ANSWER);
  });

  it("content-length alone is enough: nothing of the body is waited for", async () => {
    const client = await RawClient.connect(server.port);
    await client.send(requestBytes({ path: "/reg/", headers: { "content-length": "99999999999" } }));
    expect(await client.answer()).toMatchObject(tooLarge);
    await client.closed;
  });

  it("chunks without content-length; the connection goes on", async () => {
    const client = await RawClient.connect(server.port);
    await client.send(chunks(BODY_BYTES_MAX + 1));
    expect(await client.answer()).toMatchObject(tooLarge);
    await client.send(requestBytes({ path: "/reg/", body: GOOD }));
    expect((await client.answer()).body).toBe(GOOD_ANSWER);
  });

  it("chunks without end: the connection is closed", async () => {
    const client = await RawClient.connect(server.port);
    const piece = `10000\r\n${" ".repeat(0x10000)}\r\n`;
    const pump = () => {
      for (let i = 0; i < 2 * (DISCARD_BYTES_MAX / 0x10000) && !client.socket.destroyed; i++) {
        client.socket.write(piece);
      }
    };
    await client.send(requestBytes({ path: "/reg/", headers: { "transfer-encoding": "chunked" } }));
    pump();
    await client.closed;
    expect((await request(server.port, { path: "/reg/", body: GOOD })).body).toBe(GOOD_ANSWER);
  });

  it("without the key it is not even counted", async () => {
    const answer = await request(server.port, { path: "/reg/", headers: noKey, body: " ".repeat(100_000) });
    expect(answer.status).toBe(401);
  });
});
