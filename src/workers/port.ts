import { type AddressInfo, createServer } from "node:net";
import { CatscoreError } from "../errors.ts";

/** What the system's codes mean to the one who started the service. */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use",
  EACCES: "needs more rights than this process has",
  EADDRNOTAVAIL: "cannot be had: the host is no address of this machine",
  ENOTFOUND: "cannot be had: the host is unknown",
};

/**
 * Opens and closes a listening socket, without SO_REUSEPORT: the workers' own sockets would share a port
 * with those of another process, and both would get a part of the connections.
 * @param port 0 takes a free one
 * @returns the port
 * @throws USAGE where the port cannot be had
 */
export function claimPort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      const reason = REASONS[error.code ?? ""] ?? `cannot be had: ${error.message}`;
      reject(new CatscoreError("USAGE", `port ${port} on ${host} ${reason}`, { cause: error }));
    });
    probe.listen({ host, port, exclusive: true }, () => {
      const claimed = (probe.address() as AddressInfo).port;
      probe.close(() => resolve(claimed));
    });
  });
}
