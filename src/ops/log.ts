import { pino } from "pino";

export type Log = pino.Logger;

/**
 * The log: one JSON object a line on standard output, written at once, so that no line is lost at an exit.
 * @param bindings what each line carries besides time and message
 */
export function createLog(bindings: Record<string, unknown> = {}): Log {
  const options: pino.LoggerOptions = {
    base: bindings,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  return pino(options, pino.destination({ fd: 1, sync: true }));
}
