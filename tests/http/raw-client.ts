import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * A client of bytes: it sends what it is told, piece by piece, and takes the answers apart. For requests that
 * no HTTP library would send.
 */
export class RawClient {
  readonly socket: Socket;
  /** The other side has closed the connection, or its half of it. */
  readonly closed: Promise<void>;
  #received = Buffer.alloc(0);
  #isClosed = false;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#wake();
    });
    socket.on("error", () => {});
    this.closed = new Promise((resolve) => {
      const onEnd = () => {
        this.#isClosed = true;
        this.#wake();
        resolve();
      };
      socket.once("end", onEnd).once("close", onEnd);
    });
  }

  /** Connects; what is still open when the test ends is closed. */
  static async connect(port: number): Promise<RawClient> {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    await once(socket, "connect");
    onTestFinished(() => void socket.destroy());
    return new RawClient(socket);
  }

  /** Sends pieces one after the other, each in a packet of its own as far as the system lets it. */
  async send(...pieces: readonly (string | Uint8Array)[]): Promise<void> {
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await new Promise<void>((resolve) => this.socket.write(piece, () => resolve()));
    }
  }

  /**
   * The next answer; interim ones (100) are passed over.
   * @param hasBody false for the answer to a HEAD
   * @throws Error where the connection closes before a whole answer has come
   */
  async answer(hasBody = true): Promise<RawAnswer> {
    for (;;) {
      const answer = this.#take(hasBody);
      if (answer && answer.status !== 100) return answer;
      if (answer) continue;
      if (this.#isClosed)
        throw new Error(`closed after ${JSON.stringify(this.#received.toString("latin1"))}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #take(hasBody: boolean): RawAnswer | undefined {
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd < 0) return undefined;
    const [statusLine = "", ...lines] = this.#received.toString("latin1", 0, headEnd).split("\r\n");
    const headers = Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    const status = Number(statusLine.split(" ")[1]);
    const length = hasBody && status !== 100 ? Number(headers["content-length"]) : 0;
    const end = headEnd + 4 + length;
    if (this.#received.length < end) return undefined;
    const body = this.#received.toString("utf8", headEnd + 4, end);
    this.#received = this.#received.subarray(end);
    return { status, headers, body };
  }
}

/** What a request is made of; all but the path has a default. */
export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The key that the tests' servers are started with. */
export const KEY = "key-of-the-tests";

/** A request with the key and a content-length, as bytes; headers that are given win. */
export function requestBytes({ method = "POST", path, headers = {}, body = "" }: RawRequest): Buffer {
  const bytes = Buffer.from(body);
  const all: Record<string, string> = { host: "localhost", "x-api-key": KEY, ...headers };
  const isChunked = Object.keys(all).some((name) => name.toLowerCase() === "transfer-encoding");
  if (method === "POST" && !isChunked) all["content-length"] ??= String(bytes.length);
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`), bytes]);
}

/** One request on a connection of its own. */
export async function request(port: number, of: RawRequest): Promise<RawAnswer> {
  const client = await RawClient.connect(port);
  await client.send(requestBytes(of));
  const answer = await client.answer(of.method !== "HEAD");
  client.socket.destroy();
  return answer;
}
