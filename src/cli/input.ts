import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { extname } from "node:path";
import { type Block, cutBlocks, endOfCsvRecords, endOfLines } from "../table/blocks.ts";
import type { CsvHeader } from "../table/csv.ts";
import { chained, readHead, readHeader, sliced } from "../table/head.ts";
import { latin1 } from "../table/utf8.ts";
import { fileError } from "./file-error.ts";

export type InputFormat = "jsonl" | "csv";

/** Bytes read from a file at a time, and so the most that a block has. */
export const CHUNK_BYTES = 256 * 1024;
const FORMAT_BY_ENDING: Readonly<Record<string, InputFormat>> = {
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".csv": "csv",
};

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
    const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
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

function openJsonLines(head: Uint8Array, chunks: AsyncIterator<Uint8Array>) {
  return {
    header: undefined,
    headerLineCount: 0,
    chunks: chained(head, chunks),
    endOfRecords: endOfLines,
  };
}

async function openCsv(name: string, head: Uint8Array, chunks: AsyncIterator<Uint8Array>) {
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

function sniff(head: Uint8Array): InputFormat {
  return /^\s*[[{]/.test(latin1(head)) ? "jsonl" : "csv";
}
