/** How long requests that are under way may take once the service was told to stop. */
export const STOP_DEADLINE_MS = 10_000;

/** Time after the deadline for the last messages and logs; then the process ends regardless. */
const GRACE_MS = 2_000;

export interface StopActions {
  /** Stops in order. Called once; when it is done the process exits. */
  stop(reason: string): Promise<void>;
  /** Called where the process ends before `stop` has. */
  onForced(reason: string): void;
  /** Default: process.exit. */
  exit?(code: number): void;
  /** Default: process.kill of this process. */
  kill?(signal: NodeJS.Signals): void;
}

/**
 * Ends the process in order at the first SIGTERM or SIGINT, with exit code 0; at the second one at once, by
 * that signal; by SIGKILL where stopping takes longer than deadline and grace. A process that is ended early
 * still has its threads, so process.exit is no way out then: it unwinds them, and Node aborts (exit code 134)
 * where one still holds sockets of uWebSockets.js.
 * @returns ends the process in order for another reason, with an exit code
 */
export function stopOnSignals(actions: StopActions): (reason: string, code: number) => void {
  const {
    stop,
    onForced,
    exit = process.exit,
    kill = (signal) => process.kill(process.pid, signal),
  } = actions;
  let isStopping = false;

  const force = (reason: string, signal: NodeJS.Signals) => {
    onForced(reason);
    process.removeListener(signal, onSignal);
    kill(signal);
  };
  const end = (reason: string, code: number) => {
    if (isStopping) return;
    isStopping = true;
    const limitMs = STOP_DEADLINE_MS + GRACE_MS;
    setTimeout(() => force(`not stopped after ${limitMs} ms`, "SIGKILL"), limitMs).unref();
    stop(reason).then(
      () => exit(code),
      (error) => force(String(error), "SIGKILL"),
    );
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (isStopping) force(`a second signal, ${signal}`, signal);
    else end(signal, 0);
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  return end;
}
