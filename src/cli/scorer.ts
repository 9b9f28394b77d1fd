import type { Model, Prediction, PredictOptions, Row } from "../engine/model.ts";
import { CatscoreError } from "../errors.ts";
import type { Block } from "../table/blocks.ts";
import { type CsvHeader, csvReader } from "../table/csv.ts";
import type { Failure, Table } from "../table/table.ts";
import { countLineFeeds, decodeUtf8 } from "../table/utf8.ts";
import { jsonLinesReader } from "./jsonl.ts";

const ENCODER = new TextEncoder();

/** What a scorer has to know besides the model. */
export interface ScoreOptions {
  /** What is asked of the model; it can be had. */
  readonly prediction: PredictOptions;
  /** Of CSV; undefined for JSON Lines. */
  readonly header: CsvHeader | undefined;
  /** Columns that are no feature of the model are passed over. */
  readonly ignoreUnknown: boolean;
}

/** A block's answers, up to the first row that cannot be read or scored. */
export interface BlockAnswer {
  /** One JSON value a line, UTF-8. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly rowCount: number;
  /** Line feeds in the block. */
  readonly lineCount: number;
  /** Size of the block. */
  readonly blockBytes: number;
  readonly failure?: Failure;
}

/** Reads blocks of records, scores their rows and writes the answers. */
export class Scorer {
  readonly #model: Model;
  readonly #prediction: PredictOptions;
  readonly #read: (text: string) => Table<Row>;

  /** @throws INPUT_FORMAT where a header and the model's features do not match */
  constructor(model: Model, { prediction, header, ignoreUnknown }: ScoreOptions) {
    this.#model = model;
    this.#prediction = prediction;
    this.#read = header
      ? csvReader(header, model.features, ignoreUnknown)
      : jsonLinesReader(model.features, ignoreUnknown);
  }

  score(block: Block): BlockAnswer {
    if (block.recordTooLong) {
      const failure = { line: 1, message: "a record longer than 64 MiB (a quote that is not closed?)" };
      return { bytes: new Uint8Array(0), rowCount: 0, lineCount: 0, blockBytes: 0, failure };
    }
    const { text, badLine } = decodeUtf8(block.bytes);
    const table = this.#read(text);
    const { predictions, failure } = this.#predict(badLine === undefined ? table : before(badLine, table));
    return {
      bytes: ENCODER.encode(predictions.map((prediction) => `${formatPrediction(prediction)}\n`).join("")),
      rowCount: predictions.length,
      lineCount: countLineFeeds(block.bytes),
      blockBytes: block.bytes.length,
      ...(failure && { failure }),
    };
  }

  #predict({ rows, lines, failure }: Table<Row>): {
    predictions: Prediction[];
    failure?: Failure | undefined;
  } {
    try {
      return { predictions: this.#model.predictMany(rows, this.#prediction), failure };
    } catch (error) {
      if (!(error instanceof CatscoreError)) throw error;
      return this.#predictUpToFailure(rows, lines, error);
    }
  }

  /** Row by row, to find the one that the model refuses. */
  #predictUpToFailure(rows: readonly Row[], lines: readonly number[], refusal: CatscoreError) {
    const predictions: Prediction[] = [];
    for (const [index, row] of rows.entries()) {
      try {
        predictions.push(this.#model.predict(row, this.#prediction));
      } catch (error) {
        if (!(error instanceof CatscoreError)) throw error;
        return { predictions, failure: { line: lines[index] ?? 0, message: inWords(error) } };
      }
    }
    throw refusal;
  }
}

function inWords({ code, message }: CatscoreError): string {
  return code === "ROW_COLUMN_UNKNOWN" ? `${message}; --ignore-unknown passes over such columns` : message;
}

/** The rows above a line that is not UTF-8. */
function before(badLine: number, { rows, lines, failure }: Table<Row>): Table<Row> {
  if (failure !== undefined && failure.line < badLine) return { rows, lines, failure };
  const known = failure?.line === badLine ? rows.length : lines.findLastIndex((line) => line <= badLine);
  return {
    rows: rows.slice(0, known),
    lines,
    failure: { line: badLine, message: "bytes that are not UTF-8" },
  };
}

/**
 * A prediction as JSON. Numbers read back as the same double: -0 keeps its sign, an infinity is a number beyond
 * the range of doubles. NaN, for which JSON has nothing, is the string "NaN".
 */
export function formatPrediction(prediction: Prediction): string {
  if (typeof prediction === "number") return formatNumber(prediction);
  if (Array.isArray(prediction)) return `[${prediction.map(formatPrediction).join(",")}]`;
  return JSON.stringify(prediction);
}

function formatNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? '"NaN"' : value > 0 ? "1e999" : "-1e999";
}
