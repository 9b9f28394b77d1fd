import { afterEach, describe, expect, test, vi } from "vitest";
import { STOP_DEADLINE_MS, stopOnSignals } from "../../src/ops/shutdown.ts";

/** Sends signals to the handlers only, not to the process. */
function watch(stop: (reason: string) => Promise<void>) {
  const before = { SIGTERM: process.listeners("SIGTERM"), SIGINT: process.listeners("SIGINT") };
  const ends: (number | string)[] = [];
  const forced: string[] = [];
  let onEnd = () => {};
  const ended = new Promise<void>((resolve) => {
    onEnd = resolve;
  });
  const note = (how: number | string) => {
    ends.push(how);
    onEnd();
  };
  const end = stopOnSignals({ stop, onForced: (reason) => forced.push(reason), exit: note, kill: note });
  const send = (signal: "SIGTERM" | "SIGINT") => {
    for (const listener of process.listeners(signal)) {
      if (!before[signal].includes(listener)) listener(signal);
    }
  };
  return { send, end, ends, forced, ended };
}

const never = () => new Promise<void>(() => {});

afterEach(() => {
  vi.useRealTimers();
  process.removeAllListeners("SIGTERM");
  process.removeAllListeners("SIGINT");
});

describe("signals", () => {
  test.each(["SIGTERM", "SIGINT"] as const)("the first %s stops in order", async (signal) => {
    const reasons: string[] = [];
    const { send, ends, forced, ended } = watch(async (reason) => void reasons.push(reason));
    send(signal);
    await ended;
    expect({ ends, forced, reasons }).toEqual({ ends: [0], forced: [], reasons: [signal] });
  });

  test("a second one ends at once, by that signal's own action", () => {
    const { send, ends, forced } = watch(never);
    send("SIGTERM");
    send("SIGINT");
    expect({ ends, forced }).toEqual({ ends: ["SIGINT"], forced: ["a second signal, SIGINT"] });
    expect(process.listeners("SIGINT")).toEqual([]);
  });

  test("what does not stop in time is killed", () => {
    vi.useFakeTimers();
    const { send, ends, forced } = watch(never);
    send("SIGTERM");
    vi.advanceTimersByTime(STOP_DEADLINE_MS);
    expect(ends).toEqual([]);
    vi.advanceTimersByTime(5_000);
    expect({ ends, forced }).toEqual({ ends: ["SIGKILL"], forced: ["not stopped after 12000 ms"] });
  });

  test("a stop that fails is told, and the process killed", async () => {
    const { send, ends, forced, ended } = watch(() => Promise.reject(new Error("no")));
    send("SIGTERM");
    await ended;
    expect({ ends, forced }).toEqual({ ends: ["SIGKILL"], forced: ["Error: no"] });
  });

  test("another reason stops in order too, with its exit code, once", async () => {
    const { end, ends, ended } = watch(async () => {});
    end("a worker is gone", 1);
    end("another worker is gone", 2);
    await ended;
    expect(ends).toEqual([1]);
  });
});
