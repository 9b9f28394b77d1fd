import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { extname } from "node:path";
import { CatscoreError } from "../errors.ts";
import { type Block, cutBlocks, endOfCsvRecords, endOfFirstCsvRecord, endOfLines } from "./blocks.ts";
import { type CsvHeader, parseCsv } from "./csv.ts";
import { fileError } from "./file-error.ts";
import { countLineFeeds, decodeUtf8 } from "./utf8.ts";

export type InputFormat = "jsonl" | "csv";

/** Bytes read from a file at a time, and so the most that a block has. */
export const CHUNK_BYTES = 256 * 1024;
const HEADER_BYTES_MAX = 4 * 1024 * 1024;
const FORMAT_BY_ENDING: Readonly<Record<string, InputFormat>> = {
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".csv": "csv",
};
const BYTE_ORDER_MARK = Buffer.from("\uFEFF");

/** Rows to score, before they are read as rows. */
export interface Input {
  /** For messages: the path, or "standard input". */
  readonly name: string;
  /** Size of a regular file. */
  readonly byteCount: number | undefined;
  /** Of CSV; undefined for JSON Lines and for an input without a line. */
  readonly header: CsvHeader | undefined;
  /** Lines before the first block: the header and what stands above it. */
  readonly headerLineCount: number;
  readonly blocks: AsyncIterable<Block>;
  /** Ends the reading; whoever waits for a block gets the error. */
  close(error?: Error): void;
}

/**
 * Opens rows from a file or standard input and finds out their format.
 * @param path "-" is standard input
 * @param format undefined takes the file's ending, else the first character that is not blank
 * @param blockBytes size of a block, unless a single record is longer
 * @throws USAGE where the file cannot be read, INPUT_FORMAT for a header that is not CSV
 */
export async function openInput(
  path: string,
  format: InputFormat | undefined,
  blockBytes: number,
): Promise<Input> {
  const name = path === "-" ? "standard input" : path;
  const { stream, byteCount } =
    path === "-" ? { stream: process.stdin, byteCount: undefined } : await openFile(path);
  const close = (error?: Error) => void stream.destroy(error);
  try {
    const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
    const head = await readHead(chunks);
    const found = format ?? FORMAT_BY_ENDING[extname(path).toLowerCase()] ?? sniff(head);
    const {
      chunks: rest,
      endOfRecords,
      ...lines
    } = found === "csv" ? await openCsv(name, head, chunks) : openJsonLines(head, chunks);
    const blocks = cutBlocks(sliced(rest, blockBytes), endOfRecords);
    return { name, byteCount, close, blocks, ...lines };
  } catch (error) {
    close();
    throw error;
  }
}

function openJsonLines(head: Buffer, chunks: AsyncIterator<Buffer>) {
  return {
    header: undefined,
    headerLineCount: 0,
    chunks: chained(head, chunks),
    endOfRecords: endOfLines,
  };
}

async function openCsv(name: string, head: Buffer, chunks: AsyncIterator<Buffer>) {
  const { rest, ...header } = await readHeader(head, chunks, name);
  return { ...header, chunks: chained(rest, chunks), endOfRecords: endOfCsvRecords() };
}

async function openFile(path: string) {
  try {
    const file = await open(path);
    const stat = await file.stat();
    if (stat.isDirectory()) throw new Error("it is a folder");
    const stream = createReadStream(path, { fd: file, highWaterMark: CHUNK_BYTES });
    return { stream, byteCount: stat.isFile() ? stat.size : undefined };
  } catch (cause) {
    throw fileError("USAGE", `read ${path}`, cause);
  }
}

/** Bytes up to and with the first one that is not blank, without a byte order mark. */
async function readHead(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const head = withoutMark(bytes);
    if (bytes.length >= BYTE_ORDER_MARK.length && head.toString("latin1").trim() !== "") return head;
    const { done, value } = await chunks.next();
    if (done) return head;
    bytes = Buffer.concat([bytes, value]);
  }
}

function withoutMark(bytes: Buffer): Buffer {
  const mark = bytes.subarray(0, BYTE_ORDER_MARK.length);
  return mark.equals(BYTE_ORDER_MARK) ? bytes.subarray(mark.length) : bytes;
}

function sniff(head: Buffer): InputFormat {
  return /^\s*[[{]/.test(head.toString("latin1")) ? "jsonl" : "csv";
}

async function* chained<T>(first: T, rest: AsyncIterator<T>): AsyncGenerator<T> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** Chunks in pieces of so many bytes. */
async function* sliced(chunks: AsyncIterable<Buffer>, byteCount: number): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += byteCount) yield chunk.subarray(at, at + byteCount);
  }
}

/**
 * Splits the header, the first record that is not blank, off the beginning of a CSV input.
 * @param head as `readHead` gives it; what is behind the header is the `rest`
 */
async function readHeader(head: Buffer, chunks: AsyncIterator<Buffer>, name: string) {
  const start = /^(?:\r?\n)*/.exec(head.toString("latin1"))?.[0].length ?? 0;
  let bytes = head;
  let end = endOfFirstCsvRecord(bytes, start);
  while (end === undefined && bytes.length < HEADER_BYTES_MAX) {
    const { done, value } = await chunks.next();
    if (done) break;
    bytes = Buffer.concat([bytes, value]);
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
