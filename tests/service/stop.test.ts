import autocannon from "autocannon";
import { describe, expect, test } from "vitest";
import { goldenBodies, regAnswer } from "../http/plates.ts";
import { KEY, RawClient, requestBytes } from "../http/raw-client.ts";
import { transports } from "../http/uws-binary.ts";
import { startService } from "./service.ts";

const [golden] = goldenBodies() as [ReturnType<typeof goldenBodies>[0]];
const REQUEST = requestBytes({ path: "/reg/", body: golden.text });
const CUT = REQUEST.length - 200;

describe.each(transports)("the end of the built service on $kind", ({ kind, skips }) => {
  const it = test.skipIf(skips);

  it.each(["SIGTERM", "SIGINT"] as const)(
    "%s: a half-sent request is answered, exit code 0",
    async (signal) => {
      const service = await startService("--transport", kind);
      const client = await RawClient.connect(service.port);
      await client.send(REQUEST, REQUEST.subarray(0, CUT));
      await client.answer();
      service.child.kill(signal);
      await service.logged("stopping");
      await client.send(REQUEST.subarray(CUT));
      expect(await client.answer()).toMatchObject({ status: 200, body: regAnswer(golden.answer) });
      await client.closed;
      expect(await service.ended).toEqual({ code: 0, signal: null });
      expect(service.log.at(-1)?.msg).toBe("stopped");
      expect(service.stderr).toBe("");
    },
  );

  it("idle keep-alive connections do not hold it", async () => {
    const service = await startService("--transport", kind);
    const clients = await Promise.all(Array.from({ length: 50 }, () => RawClient.connect(service.port)));
    await Promise.all(clients.map((client) => client.send(REQUEST)));
    await Promise.all(clients.map((client) => client.answer()));
    service.child.kill("SIGTERM");
    expect(await service.ended).toEqual({ code: 0, signal: null });
    await Promise.all(clients.map((client) => client.closed));
  });

  it("under load: no request that was taken fails, no crash", async () => {
    const service = await startService("--transport", kind);
    const url = `http://127.0.0.1:${service.port}/reg/`;
    const headers = { "x-api-key": KEY };
    // what comes back is a promise and the instance as well, which its types do not say
    const load = autocannon({
      url,
      method: "POST",
      headers,
      body: golden.text,
      connections: 20,
      duration: 60,
    }) as unknown as Promise<unknown> & autocannon.Instance;
    const statuses = new Set<number>();
    const answered = new Promise<void>((resolve) => {
      let count = 0;
      load.on("response", (_client, status) => {
        statuses.add(status);
        if (++count === 2_000) resolve();
      });
    });
    await answered;
    service.child.kill("SIGTERM");
    expect(await service.ended).toEqual({ code: 0, signal: null });
    load.stop();
    await load;
    expect([...statuses]).toEqual([200]);
    expect(service.stderr).toBe("");
    expect(service.log.filter(({ level }) => level === "error" || level === "fatal")).toEqual([]);
  });

  it("a second signal ends it at once", async () => {
    const service = await startService("--transport", kind);
    const client = await RawClient.connect(service.port);
    await client.send(REQUEST, REQUEST.subarray(0, CUT));
    await client.answer();
    service.child.kill("SIGTERM");
    await service.logged("stopping");
    service.child.kill("SIGTERM");
    expect(await service.ended).toEqual({ code: null, signal: "SIGTERM" });
    expect(service.log.at(-1)?.msg).toBe("ended at once: a second signal, SIGTERM");
    expect(service.stderr).toBe("");
  });
});
