import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { claimPort } from "../../src/workers/port.ts";

const HOST = "127.0.0.1";

async function occupy(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test("0 takes a free port, which is free again", async () => {
  const port = await claimPort(HOST, 0);
  expect(port).toBeGreaterThan(0);
  expect(await claimPort(HOST, port)).toBe(port);
});

test("a port that is in use is refused by its number", async () => {
  const port = await occupy();
  await expect(claimPort(HOST, port)).rejects.toMatchObject({
    code: "USAGE",
    message: `port ${port} on ${HOST} is in use`,
  });
});

test.each([
  ["192.0.2.1", /^port 0 on 192\.0\.2\.1 cannot be had: the host is no address of this machine$/],
  ["no-such-host.invalid", /^port 0 on no-such-host\.invalid cannot be had: .+$/],
])("a host that is none is refused: %s", async (host, message) => {
  await expect(claimPort(host, 0)).rejects.toMatchObject({
    code: "USAGE",
    message: expect.stringMatching(message),
  });
});
