import { LINE_FEED } from "./utf8.ts";

const QUOTE = 0x22;
/** A record beyond this is an error: without a bound an unclosed quote would pull a whole file into memory. */
const RECORD_BYTES_MAX = 64 * 1024 * 1024;

/** Whole records of an input, as its bytes. */
export interface Block {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The record after the previous block is longer than RECORD_BYTES_MAX; there are no bytes and no further blocks. */
  readonly recordTooLong?: true;
}

/**
 * Cuts chunks at the end of records.
 * @param endOfRecords offset behind the last whole record of a chunk, 0 if it ends none
 */
export async function* cutBlocks(
  chunks: AsyncIterable<Uint8Array>,
  endOfRecords: (chunk: Uint8Array) => number,
): AsyncGenerator<Block> {
  let carried: Uint8Array[] = [];
  let carriedBytes = 0;
  for await (const chunk of chunks) {
    const end = endOfRecords(chunk);
    if (end > 0) {
      yield { bytes: joined([...carried, chunk.subarray(0, end)]) };
      carried = [];
      carriedBytes = 0;
    }
    carried.push(chunk.subarray(end));
    carriedBytes += chunk.length - end;
    if (carriedBytes > RECORD_BYTES_MAX) {
      yield { bytes: new Uint8Array(0), recordTooLong: true };
      return;
    }
  }
  if (carriedBytes > 0) yield { bytes: joined(carried) };
}

/** A copy with a buffer of its own, which can be given to a thread. */
function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

export function endOfLines(chunk: Uint8Array): number {
  return chunk.lastIndexOf(LINE_FEED) + 1;
}

/** A line feed ends a CSV record where an even number of quotes is before it; the count goes on from chunk to chunk. */
export function endOfCsvRecords(): (chunk: Uint8Array) => number {
  let quoted = false;
  return (chunk) => {
    let end = 0;
    for (let offset = 0; offset < chunk.length; offset++) {
      const byte = chunk[offset];
      if (byte === QUOTE) quoted = !quoted;
      else if (byte === LINE_FEED && !quoted) end = offset + 1;
    }
    return end;
  };
}

/** Offset behind the first CSV record, undefined where it has no end yet. */
export function endOfFirstCsvRecord(bytes: Uint8Array, start: number): number | undefined {
  let quoted = false;
  for (let offset = start; offset < bytes.length; offset++) {
    const byte = bytes[offset];
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === LINE_FEED && !quoted) return offset + 1;
  }
  return undefined;
}
