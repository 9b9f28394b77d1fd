import { chooseTransport, type TransportKind } from "../../src/http/server.ts";

/** Whether uWebSockets.js has a binary for the running Node. */
export const hasUws = (await chooseTransport("auto")).kind === "uws";

/** The transports, for `describe.each`; what cannot run here is skipped. */
export const transports: readonly { kind: TransportKind; skips: boolean }[] = [
  { kind: "uws", skips: !hasUws },
  { kind: "node", skips: false },
];
