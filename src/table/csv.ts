import { CsvError, parse } from "csv-parse/sync";
import type { Feature, Row } from "../engine/model.ts";
import { CatscoreError } from "../errors.ts";
import type { Table } from "./table.ts";

/** csv-parse's codes of what is no CSV, in our words. */
const MEANINGS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is not closed",
  INVALID_OPENING_QUOTE:
    "a quote inside a value, expected such a value to stand in quotes with its own doubled",
  CSV_INVALID_CLOSING_QUOTE: "text behind a closing quote, expected a comma or the end of the line",
};

/** The first record of a CSV input. */
export interface CsvHeader {
  readonly names: readonly string[];
  /** For messages: "rows.csv line 1". */
  readonly place: string;
}

const PARSE_OPTIONS = {
  record_delimiter: ["\n", "\r\n"],
  relax_column_count: true,
  skip_empty_lines: true,
};

/**
 * Makes the reader of the records below a header: rows in feature order, each value as its text, an embedding
 * as the texts between its semicolons.
 * @param ignoreUnknown columns that are no feature are passed over
 * @throws INPUT_FORMAT where a column is unknown, missing or there twice
 */
export function csvReader(
  header: CsvHeader,
  features: readonly Feature[],
  ignoreUnknown: boolean,
): (text: string) => Table<Row> {
  const positions = columnPositions(header, features, ignoreUnknown);
  const isEmbedding = positions.map(() => false);
  for (const { index, kind } of features) isEmbedding[index] = kind === "embedding";
  return (text) => {
    const table = parseCsv(text);
    const odd = table.rows.findIndex((record) => record.length !== header.names.length);
    const rows = (odd < 0 ? table.rows : table.rows.slice(0, odd)).map((record) =>
      positions.map((position, index) => {
        const cell = position === undefined ? undefined : record[position];
        return isEmbedding[index] ? cell?.split(";") : cell;
      }),
    );
    if (odd < 0) return { ...table, rows };
    const message = `got ${count(table.rows[odd]?.length ?? 0, "value")}, the header has ${header.names.length}`;
    return { rows, lines: table.lines, failure: { line: table.lines[odd] ?? 0, message } };
  };
}

/** Of each place in a row, its place in a record; none where the model has no feature. */
function columnPositions(
  { names: header, place }: CsvHeader,
  features: readonly Feature[],
  ignoreUnknown: boolean,
): readonly (number | undefined)[] {
  const names = new Set(features.map(({ name }) => name));
  const unknown = header.filter((name) => !names.has(name));
  if (unknown.length > 0 && !ignoreUnknown) {
    const message = `${quoted(unknown)} no feature of the model; --ignore-unknown passes over such columns`;
    throw new CatscoreError("INPUT_FORMAT", `${place}, ${message}`);
  }
  const twice = header.filter((name, position) => names.has(name) && header.indexOf(name) < position);
  if (twice.length > 0) throw new CatscoreError("INPUT_FORMAT", `${place}, ${quoted(twice)} there twice`);
  const missing = features.map(({ name }) => name).filter((name) => !header.includes(name));
  if (missing.length > 0) throw new CatscoreError("INPUT_FORMAT", `${place}, ${quoted(missing)} missing`);
  const positions: (number | undefined)[] = new Array((features.at(-1)?.index ?? -1) + 1).fill(undefined);
  for (const { name, index } of features) positions[index] = header.indexOf(name);
  return positions;
}

/** `column "a" is`, `columns "a", "b" and 3 more are`. */
function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => JSON.stringify(name));
  const rest = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  return names.length === 1 ? `column ${shown} is` : `columns ${shown.join(", ")}${rest} are`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/**
 * Reads CSV text: commas, quotes doubled inside quotes, lines ended by LF or CRLF; blank lines are skipped
 * (a missing value that is alone on its line is written `""`).
 * @returns the records before the first failure, of any number of values each
 */
export function parseCsv(text: string): Table<string[]> {
  return text.includes('"') ? parseQuoted(text) : parsePlain(text);
}

/** Text without quotes: gives what csv-parse gives for it, eight times as fast (measured on 50 numbers a line). */
function parsePlain(text: string): Table<string[]> {
  const rows: string[][] = [];
  const lines: number[] = [];
  let line = 0;
  for (let start = 0; start < text.length; ) {
    let next = text.indexOf("\n", start);
    if (next < 0) next = text.length;
    const end = next < text.length && next > start && text[next - 1] === "\r" ? next - 1 : next;
    line++;
    if (end > start) {
      rows.push(text.slice(start, end).split(","));
      lines.push(line);
    }
    start = next + 1;
  }
  return { rows, lines };
}

function parseQuoted(text: string): Table<string[]> {
  const lines = recordLines(text);
  try {
    return { rows: parse(text, PARSE_OPTIONS), lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { code, message, records } = error as CsvError & { records: number };
    const rows = records > 0 ? parse(text, { ...PARSE_OPTIONS, to: records }) : [];
    return { rows, lines, failure: { line: lines[records] ?? 1, message: MEANINGS[code] ?? message } };
  }
}

/** The line on which each record begins that is not blank: a line feed ends one where the quotes before it are even. */
function recordLines(text: string): number[] {
  const lines: number[] = [];
  let isQuoted = false;
  let line = 1;
  let begin = 0;
  let beginLine = 1;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    if (character === "\n") line++;
    if (at < text.length && (character !== "\n" || isQuoted)) continue;
    if (at > begin && text.slice(begin, at) !== "\r") lines.push(beginLine);
    begin = at + 1;
    beginLine = line;
  }
  return lines;
}
