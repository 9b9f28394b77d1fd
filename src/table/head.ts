import { CatscoreError } from "../errors.ts";
import { endOfFirstCsvRecord } from "./blocks.ts";
import { type CsvHeader, parseCsv } from "./csv.ts";
import { countLineFeeds, decodeUtf8, latin1 } from "./utf8.ts";

const HEADER_BYTES_MAX = 4 * 1024 * 1024;
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

/** What stands above the first row of a CSV input. */
export interface CsvHead {
  /** Undefined for an input without a line. */
  readonly header: CsvHeader | undefined;
  /** Lines up to and with the header. */
  readonly headerLineCount: number;
  /** What was read behind it. */
  readonly rest: Uint8Array;
}

/** Bytes up to and with the first one that is not blank, without a byte order mark. */
export async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let bytes: Uint8Array = new Uint8Array(0);
  for (;;) {
    const head = withoutMark(bytes);
    if (bytes.length >= BYTE_ORDER_MARK.length && latin1(head).trim() !== "") return head;
    const { done, value } = await chunks.next();
    if (done) return head;
    bytes = concatenated(bytes, value);
  }
}

/**
 * Splits the header, the first record that is not blank, off the beginning of a CSV input.
 * @param head as `readHead` gives it; what is behind the header is the `rest`
 * @param name of the input, for messages
 * @throws INPUT_FORMAT
 */
export async function readHeader(
  head: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
  name: string,
): Promise<CsvHead> {
  const start = /^(?:\r?\n)*/.exec(latin1(head))?.[0].length ?? 0;
  let bytes = head;
  let end = endOfFirstCsvRecord(bytes, start);
  while (end === undefined && bytes.length < HEADER_BYTES_MAX) {
    const { done, value } = await chunks.next();
    if (done) break;
    bytes = concatenated(bytes, value);
    end = endOfFirstCsvRecord(bytes, start);
  }
  const { text, badLine } = decodeUtf8(bytes.subarray(0, end));
  const { rows, failure } = parseCsv(text);
  const [names] = rows;
  const place = `${name} line ${countLineFeeds(bytes.subarray(0, start)) + 1}`;
  if (failure || badLine) {
    const message = failure?.message ?? "bytes that are not UTF-8";
    throw new CatscoreError("INPUT_FORMAT", `${place}: ${message}`);
  }
  return {
    header: names && { names, place },
    headerLineCount: countLineFeeds(bytes.subarray(0, end)),
    rest: bytes.subarray(end ?? bytes.length),
  };
}

/** The first piece and then the others. */
export async function* chained<T>(first: T, rest: AsyncIterator<T>): AsyncGenerator<T> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** Chunks in pieces of so many bytes. */
export async function* sliced(
  chunks: AsyncIterable<Uint8Array>,
  byteCount: number,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += byteCount) yield chunk.subarray(at, at + byteCount);
  }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  const isMarked = BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte);
  return isMarked ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
