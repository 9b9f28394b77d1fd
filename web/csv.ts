import type { Feature, FeatureValue, Row } from "../src/engine/model.ts";
import { labelsOf } from "../src/engine/prediction.ts";
import { CatscoreError, type ClassLabel, type Model, type PredictionType } from "../src/index.ts";
import { cutBlocks, endOfCsvRecords } from "../src/table/blocks.ts";
import { csvReader } from "../src/table/csv.ts";
import { type CsvHead, chained, readHead, readHeader, sliced } from "../src/table/head.ts";
import type { Table } from "../src/table/table.ts";
import { countLineFeeds, decodeUtf8 } from "../src/table/utf8.ts";
import { countLabels, makeHistogram } from "./histogram.ts";
import type { CsvColumns, CsvProgress, Histogram } from "./messages.ts";
import { outputNames } from "./outputs.ts";

/** Bytes that are read and scored between two looks at what the page wants. */
const BLOCK_BYTES = 128 * 1024;
/** Bytes that are read from the file at once. */
const READ_BYTES = 8 * BLOCK_BYTES;
const PROGRESS_MS = 100;
/** Rows whose answers are put together into one piece of text. */
const TEXT_ROWS = 16_384;
const PROBABILITIES: readonly PredictionType[] = ["Probability", "MultiProbability"];

/** Compares the header of a file with the features of a model. @throws INPUT_FORMAT also where there is none */
export async function readColumns(file: File, features: readonly Feature[]): Promise<CsvColumns> {
  const { header } = (await openCsv(file)).head;
  if (header === undefined) {
    throw new CatscoreError(
      "INPUT_FORMAT",
      `${file.name}: no line, expected a header with the features' names`,
    );
  }
  const columns = header.names;
  const names = new Set(features.map(({ name }) => name));
  const present = new Set(columns);
  return {
    columnCount: columns.length,
    unknown: columns.filter((name) => !names.has(name)),
    missing: features.map(({ name }) => name).filter((name) => !present.has(name)),
  };
}

/** The scoring of one CSV file, and its answers. */
export class CsvScoring {
  readonly #model: Model;
  readonly #file: File;
  readonly #type: PredictionType;
  /** Number of the answer whose histogram is shown. */
  #output: number;
  readonly #width: number;
  /** What the numbers of the answers are positions in, if they are. */
  readonly #labels: readonly ClassLabel[] | undefined;
  /** The answers of each block, row by row. */
  readonly #pieces: Float64Array[] = [];
  #isCancelled = false;

  constructor(model: Model, file: File, type: PredictionType, output: number) {
    this.#model = model;
    this.#file = file;
    this.#type = type;
    this.#output = output;
    this.#width = model.predictionWidth({ type });
    this.#labels = labelsOf(type, model.info);
  }

  cancel(): void {
    this.#isCancelled = true;
  }

  /**
   * Reads and scores the file, block by block.
   * @param onProgress is told now and then how far it is
   * @returns how far it came: the whole file, unless it was cancelled
   * @throws INPUT_FORMAT for the first row that cannot be read or scored
   */
  async run(onProgress: (progress: CsvProgress) => void): Promise<CsvProgress> {
    const startedAt = performance.now();
    const { head, chunks } = await openCsv(this.#file);
    const { header, headerLineCount, rest } = head;
    let lineCount = headerLineCount;
    let rowCount = 0;
    let byteCount = 0;
    const progress = (): CsvProgress => ({
      rowCount,
      byteCount,
      elapsedMs: performance.now() - startedAt,
      histogram: this.histogram(this.#output),
    });
    if (header === undefined) return progress();
    const read = csvReader(header, this.#model.features, true);
    let toldAt = startedAt;
    const blocks = cutBlocks(sliced(chained(rest, chunks), BLOCK_BYTES), endOfCsvRecords());
    for await (const { bytes, recordTooLong } of blocks) {
      if (recordTooLong)
        throw this.#failure(lineCount + 1, "a record longer than 64 MiB (a quote that is not closed?)");
      const { text, badLine } = decodeUtf8(bytes);
      if (badLine !== undefined) throw this.#failure(lineCount + badLine, "bytes that are not UTF-8");
      rowCount += this.#score(read(text), lineCount);
      lineCount += countLineFeeds(bytes);
      byteCount += bytes.length;
      if (performance.now() - toldAt > PROGRESS_MS) {
        toldAt = performance.now();
        onProgress(progress());
      }
      await nextTurn();
      if (this.#isCancelled) break;
    }
    return progress();
  }

  /** Of one number of the answers so far. */
  histogram(output: number): Histogram {
    this.#output = output;
    if (this.#labels) return countLabels(this.#pieces, this.#width, output, this.#labels.map(String));
    const range = PROBABILITIES.includes(this.#type) ? ([0, 1] as const) : undefined;
    return makeHistogram(this.#pieces, this.#width, output, range);
  }

  /** All answers as CSV: a header, then a line for each row with its number, from 1. */
  answers(): Blob {
    const names = outputNames(this.#model.info, this.#type, this.#width);
    const titles = this.#width === 1 ? names : names.map((name) => `${this.#type}: ${name}`);
    const parts: BlobPart[] = [`${["row", ...titles].map(cell).join(",")}\n`];
    let row = 0;
    for (const piece of this.#pieces) {
      const lines: string[] = [];
      for (let at = 0; at < piece.length; at += this.#width) {
        row++;
        const values = Array.from(piece.subarray(at, at + this.#width), (value) => this.#written(value));
        lines.push(`${row},${values.join(",")}\n`);
        if (lines.length === TEXT_ROWS) parts.push(lines.splice(0).join(""));
      }
      parts.push(lines.join(""));
    }
    return new Blob(parts, { type: "text/csv" });
  }

  /** Scores the rows of a block. @param lineCount lines above it @returns how many rows */
  #score({ rows, lines, failure }: Table<Row>, lineCount: number): number {
    const columns = this.#model.features.map(
      ({ name, index }) => [name, rows.map((row) => (row as readonly FeatureValue[])[index])] as const,
    );
    try {
      this.#pieces.push(this.#model.predictColumns(Object.fromEntries(columns), { type: this.#type }));
    } catch (error) {
      if (!(error instanceof CatscoreError)) throw error;
      this.#findFailure(rows, lines, lineCount);
      throw error;
    }
    if (failure) throw this.#failure(lineCount + failure.line, failure.message);
    return rows.length;
  }

  /** Row by row, to find the line that the model refuses. @throws INPUT_FORMAT */
  #findFailure(rows: readonly Row[], lines: readonly number[], lineCount: number): void {
    for (const [index, row] of rows.entries()) {
      try {
        this.#model.predict(row, { type: this.#type });
      } catch (error) {
        throw this.#failure(lineCount + (lines[index] ?? 0), (error as Error).message);
      }
    }
  }

  #failure(line: number, message: string): CatscoreError {
    const sign = message.startsWith("column ") ? "," : ":";
    return new CatscoreError("INPUT_FORMAT", `${this.#file.name} line ${line}${sign} ${message}`);
  }

  #written(value: number): string {
    return this.#labels ? cell(String(this.#labels[value])) : written(value);
  }
}

/** A double as text that reads back as the same. */
function written(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** A text as a value of CSV. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function openCsv(file: File): Promise<{ head: CsvHead; chunks: AsyncGenerator<Uint8Array> }> {
  const chunks = readFile(file);
  const head = await readHeader(await readHead(chunks), chunks, file.name);
  return { head, chunks };
}

/** The bytes of a file, in pieces. */
async function* readFile(file: File): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += READ_BYTES) {
    yield new Uint8Array(await file.slice(at, at + READ_BYTES).arrayBuffer());
  }
}

const turns = new MessageChannel();

/** Lets the messages of the page in; a timer would wait for 4 ms. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    turns.port1.onmessage = () => resolve();
    turns.port2.postMessage(undefined);
  });
}
