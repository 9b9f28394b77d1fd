import { describe, expect, test } from "vitest";
import { type BlockAnswer, formatPrediction, Scorer } from "../../src/cli/scorer.ts";
import { loadModel, type PredictOptions } from "../../src/node.ts";
import { endOfFirstCsvRecord } from "../../src/table/blocks.ts";
import { parseCsv } from "../../src/table/csv.ts";
import { answersOf, golden, modelNames } from "../golden.ts";
import { goldenModel } from "./command.ts";
import { toAnswers, toArrays, toCsvText, toObjects } from "./row-text.ts";

interface Options extends PredictOptions {
  readonly csv?: boolean;
  readonly ignoreUnknown?: boolean;
}

/** Scores one block. The text of CSV begins with its header. */
async function score(name: string, text: string | Buffer, options: Options = {}): Promise<BlockAnswer> {
  const { csv = false, ignoreUnknown = false, ...prediction } = options;
  const bytes = Buffer.from(text);
  const headerBytes = csv ? (endOfFirstCsvRecord(bytes, 0) ?? 0) : 0;
  const [names = []] = parseCsv(bytes.toString("utf8", 0, headerBytes)).rows;
  const header = csv ? { names, place: "rows.csv line 1" } : undefined;
  const scorer = new Scorer(await loadModel(goldenModel(name)), {
    prediction,
    header,
    ignoreUnknown,
  });
  return scorer.score({ bytes: new Uint8Array(bytes.subarray(headerBytes)) });
}

function textOf({ bytes }: BlockAnswer): string {
  return new TextDecoder().decode(bytes);
}

/** The golden rows by the names that the model has for its features: an index where a name is empty. */
async function rowsByName(name: string) {
  const { features } = await loadModel(goldenModel(name));
  const names = features.map((feature) => feature.name);
  return golden(name).rows.map((row) => Object.fromEntries(names.map((column, i) => [column, row[i]])));
}

describe.each(modelNames)("%s: answers equal to the bit", (name) => {
  const known = golden(name);
  const raw = toAnswers(answersOf(known, "RawFormulaVal"));

  test("objects", async () => {
    const answer = await score(name, toObjects(await rowsByName(name)));
    expect(textOf(answer)).toBe(raw);
    const { length } = known.rows;
    expect(answer).toMatchObject({ rowCount: length, lineCount: length });
    expect(answer.failure).toBeUndefined();
  });

  test("arrays in feature order", async () => {
    expect(textOf(await score(name, toArrays(known.rows)))).toBe(raw);
  });

  test("CSV", async () => {
    const text = toCsvText(await rowsByName(name));
    expect(textOf(await score(name, text, { csv: true }))).toBe(raw);
  });

  test("every type and range of trees", async () => {
    for (const { options, row, answer } of known.answers) {
      if (row !== undefined || !Array.isArray(answer)) continue;
      expect(textOf(await score(name, toArrays(known.rows), options))).toBe(toAnswers(answer));
    }
  });
});

describe("a row that cannot be scored ends the block's answers and is named", () => {
  const GOOD = "[1,2,3]\n";
  const TOWER = "[".repeat(100_000) + "]".repeat(100_000);
  const OBJECTS = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
  test.each([
    ["no JSON", `${GOOD}\n{"n1"\n`, 3, expect.stringMatching(/^not JSON: /)],
    ["a number", `${GOOD}5\n`, 2, "got 5, expected an object by feature name or an array in feature order"],
    ["null", `${GOOD}null\n`, 2, "got null, expected an object by feature name or an array in feature order"],
    ["a short array", `${GOOD}[1,2]\n`, 2, "got 2 values, expected 3"],
    ["a missing feature", `${GOOD}{"n1":1,"n2":2}\n`, 2, 'column "n3": is missing'],
    ["junk", `${GOOD}{"n1":1,"n2":"abc","n3":3}\n`, 2, 'column "n2": got "abc", expected a number'],
    ["a list for a number", `${GOOD}[1,[2],3]\n`, 2, 'column "n2": got [2], expected a number'],
    ["a tower of lists", `${GOOD}[1,${TOWER},3]\n`, 2, 'column "n2": got an array, expected a number'],
    ["towers of objects", `${GOOD}[1,${OBJECTS},3]\n`, 2, 'column "n2": got an object, expected a number'],
    [
      "an unknown name",
      `${GOOD}{"n1":1,"n2":2,"n3":3,"y":1}\n`,
      2,
      'column "y" is no feature of the model; --ignore-unknown passes over such columns',
    ],
  ])("JSON Lines: %s", async (_what, text, line, message) => {
    expect(await score("numeric-nan-min", text)).toMatchObject({ rowCount: 1, failure: { line, message } });
  });

  test.each([
    ["a fraction", "1.5"],
    ["null", "null"],
    ["an integer of more than 64 bits", "9223372036854775808"],
  ])("JSON Lines: %s is no category", async (_what, value) => {
    const { failure } = await score("ctr-simple", `{"color":"red","city":"x","code":${value}}\n`);
    expect(failure?.message).toMatch(/^column "code": got [\d.nul]+, expected a string or an integer$/);
  });

  const HEADER = "n1,n2,n3\n1,2,3\n";
  test.each([
    ["junk", `${HEADER}1,abc,3\n`, 2, 'column "n2": got "abc", expected a number'],
    ["too few values", `${HEADER}1,2\n`, 2, "got 2 values, the header has 3"],
    ["one value", `${HEADER}\n1\n`, 3, "got 1 value, the header has 3"],
    ["too many values", `${HEADER}1,2,3,4\n`, 2, "got 4 values, the header has 3"],
    ["too few values among quotes", `${HEADER}"1",2\n`, 2, "got 2 values, the header has 3"],
    ["an open quote", `${HEADER}\n1,2,"3\n1,2,3\n`, 3, "a quote is not closed"],
    [
      "text behind a quote",
      `${HEADER}1,2,"3"4\n`,
      2,
      "text behind a closing quote, expected a comma or the end of the line",
    ],
    [
      "a quote in a value",
      `${HEADER}1,2,3"4\n`,
      2,
      "a quote inside a value, expected such a value to stand in quotes with its own doubled",
    ],
  ])("CSV: %s", async (_what, text, line, message) => {
    const answer = await score("numeric-nan-min", text, { csv: true });
    expect(answer).toMatchObject({ rowCount: 1, failure: { line, message } });
  });

  test("CSV: lines are counted with those inside quotes", async () => {
    const text = 'n1,n2,n3,note\n1,2,3,"a\nb"\r\n1,2,3,"c\r\n\r\n"\n\r\n1,x,3,4\n';
    const answer = await score("numeric-nan-min", text, { csv: true, ignoreUnknown: true });
    expect(answer).toMatchObject({ rowCount: 2, failure: { line: 7 } });
  });

  test.each([
    ["JSON Lines", '[1,2,3]\n[1,2,"\xff"]\n[1,2,3]\n', false, 2],
    ["JSON Lines, outside of a string", "[1,2,3]\n\n[1,2,\xff]\n[1,2,3]\n", false, 3],
    ["CSV", "n1,n2,n3\n1,2,3\n1,2,\xff\n1,2,3\n", true, 2],
    ["CSV with quotes", 'n1,n2,n3\n1,2,"3"\n1,2,"\n\xff"\n1,2,3\n', true, 3],
  ])("%s: bytes that are not UTF-8", async (_what, text, csv, line) => {
    const answer = await score("numeric-nan-min", Buffer.from(text, "latin1"), { csv });
    expect(answer).toMatchObject({ rowCount: 1, failure: { line, message: "bytes that are not UTF-8" } });
  });

  test.each([
    ["a feature that is missing", "n1,n2", 'column "n3" is missing'],
    ["features that are missing", "n1", 'columns "n2", "n3" are missing'],
    ["a name that is there twice", "n1,n2,n3,n1", 'column "n1" is there twice'],
    [
      "unknown names",
      "a,b,n1,n2,n3,c,d,e,f",
      'columns "a", "b", "c", "d", "e" and 1 more are no feature of the model; --ignore-unknown passes over such columns',
    ],
  ])("CSV header: %s", async (_what, header, message) => {
    await expect(score("numeric-nan-min", `${header}\n`, { csv: true })).rejects.toMatchObject({
      code: "INPUT_FORMAT",
      message: `rows.csv line 1, ${message}`,
    });
  });
});

describe("CSV text", () => {
  test.each(["a,b\r\n\r\nc,d\n", "a\n\nb", ",\n\n,,\n", "a\rb,c\r\n", "  a , b \nc", "\r\n\n", ""])(
    "%j reads without quotes as it does where a quote is",
    (text) => {
      const quoted = parseCsv(`${text.replace(/\n?$/, "\n")}"q"`);
      const plain = parseCsv(text);
      expect(quoted.rows.slice(0, -1)).toEqual(plain.rows);
      expect(quoted.lines.slice(0, -1)).toEqual(plain.lines);
    },
  );
});

test.each([
  [0.1, "0.1"],
  [-0, "-0"],
  [true, "true"],
  [1e21, "1e+21"],
  [Number.NaN, '"NaN"'],
  [Number.POSITIVE_INFINITY, "1e999"],
  [[0.25, Number.NEGATIVE_INFINITY], "[0.25,-1e999]"],
  [[[-0], [Number.NaN, 1e-7]], '[[-0],["NaN",1e-7]]'],
  [["a", "b"], '["a","b"]'],
  [[], "[]"],
  ['say "no"', '"say \\"no\\""'],
])("the prediction %j is written as %s", (prediction, text) => {
  expect(formatPrediction(prediction)).toBe(text);
});
