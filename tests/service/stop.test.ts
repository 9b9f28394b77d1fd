import { describe, expect, test } from "vitest";
import { goldenBodies, regAnswer } from "../http/plates.ts";
import { RawClient, requestBytes } from "../http/raw-client.ts";
import { transports } from "../http/uws-binary.ts";
import { FAILING_WORKER, ServiceProcess, startService } from "./service.ts";

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

  it("under load: each request that was sent is answered, the last one of a connection closes it", async () => {
    const service = await startService("--transport", kind);
    let answerCount = 0;
    let onEnough = () => {};
    const enough = new Promise<void>((resolve) => {
      onEnough = resolve;
    });
    /** Sends one request after the other, until an answer says that it is the last one. */
    const load = async (client: RawClient) => {
      for (;;) {
        await client.send(REQUEST);
        const { status, headers, body } = await client.answer();
        expect({ status, body }).toEqual({ status: 200, body: regAnswer(golden.answer) });
        if (++answerCount === 3_000) onEnough();
        if (headers.connection === "close") return;
      }
    };
    const clients = await Promise.all(Array.from({ length: 40 }, () => RawClient.connect(service.port)));
    const loads = Promise.all(clients.map(load));
    await enough;
    service.child.kill("SIGTERM");
    await loads;
    expect(await service.ended).toEqual({ code: 0, signal: null });
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

  it("a worker that fails ends the service in order, with exit code 1", async () => {
    const service = new ServiceProcess(["--port", "0", "--transport", kind], FAILING_WORKER);
    await service.logged("ready on ");
    service.child.kill("SIGUSR2");
    expect(await service.ended).toEqual({ code: 1, signal: null });
    expect(service.log.slice(-4)).toMatchObject([
      { level: "fatal", worker: 0, err: { type: "TypeError" } },
      { level: "fatal", worker: 0, msg: "worker 0 ended by itself" },
      { level: "info", msg: expect.stringMatching(/^stopping, a worker is gone/) },
      { level: "info", msg: "stopped" },
    ]);
    expect(service.stderr).toBe("");
  });
});
