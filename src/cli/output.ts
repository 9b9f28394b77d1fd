import { once } from "node:events";
import { createWriteStream, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import type { Writable } from "node:stream";
import { fileError } from "./file-error.ts";

/** Where answers go. */
export interface Output {
  /**
   * Resolves when the bytes have gone, so that a slow reader slows the writer.
   * @throws USAGE where they cannot be written, ClosedPipe
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the output; a file gets its name now. */
  commit(): Promise<void>;
  /** Drops what a file has got so far. Synchronous, for the last moment of the process. */
  discard(): void;
}

/** The reader of the output has gone away (`| head -1`): no failure, but there is nothing more to do. */
export class ClosedPipe extends Error {}

/**
 * Opens a file or standard output.
 * @param path undefined and "-" are standard output. A file is written beside its name and renamed at the end, so
 *   that a failure leaves the old one, or none; what is no regular file (a pipe, /dev/null) is written directly
 * @throws USAGE where the file cannot be written
 */
export async function openOutput(path: string | undefined): Promise<Output> {
  if (path === undefined || path === "-") return streamOutput(process.stdout, "standard output");
  try {
    const old = statSync(path, { throwIfNoEntry: false });
    const target = old === undefined ? path : realpathSync(path);
    if (old !== undefined && !old.isFile()) return streamOutput(await openFile(target), path);
    const partial = `${target}.${process.pid}.tmp`;
    const stream = await openFile(partial, old?.mode);
    const output = streamOutput(stream, path);
    return {
      ...output,
      commit: async () => {
        await output.commit();
        renameSync(partial, target);
      },
      discard: () => {
        stream.destroy();
        rmSync(partial, { force: true });
      },
    };
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

async function openFile(path: string, mode = 0o666): Promise<Writable> {
  const stream = createWriteStream(path, { mode });
  await once(stream, "open");
  return stream;
}

function streamOutput(stream: Writable, name: string): Output {
  stream.on("error", ignoreTwice);
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        stream.write(bytes, (error) => (error ? reject(cannotWrite(name, error)) : resolve()));
      }),
    commit: async () => {
      if (stream === process.stdout) return;
      stream.end();
      await once(stream, "close");
    },
    discard: () => {},
  };
}

/** A failed write is told to its callback; the stream's event would end the process. */
function ignoreTwice(): void {}

function cannotWrite(name: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "EPIPE") return new ClosedPipe(message, { cause });
  return fileError("USAGE", `write ${name}`, cause);
}
