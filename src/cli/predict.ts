import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { predictionTypes } from "../engine/prediction.ts";
import { CatscoreError } from "../errors.ts";

const THREADS_MAX = 1024;
/** More trees or ensembles than a file of 4 GiB can hold. */
const TREES_MAX = 999_999_999;
const FORMATS = ["jsonl", "csv"] as const;

const NOTES = `
Rows: an object by feature name or an array in feature order a line (JSON Lines), or CSV with a header.
A float is a number or its text; null, an empty text, NaN, None, NA and the like are missing, inf and Infinity infinite.
A text is a string, an embedding an array of numbers (in CSV: numbers with ; between). Blank lines are skipped.

Types:
  RawFormulaVal        the sum of the trees: a number, or an array of one for each output
  Probability          array, one for each class; LogProbability their logarithms
  Class                the label; an array of one label with several outputs, of 0 and 1 with several labels a row
  Exponent             exp of the raw value; an array of one number with several outputs
  MultiProbability     array, a probability for each output on its own
  RMSEWithUncertainty  array: mean and variance
  VirtEnsembles        array of arrays: the outputs of each virtual ensemble
  TotalUncertainty     array over the ensembles: of classes data and total uncertainty, else mean and variance
  LeafIndexes          array, the leaf of each tree

Answers: one JSON value a line, in the shape of the Python package's. Numbers read back as the same double, infinities
are 1e999 and -1e999; NaN is the string "NaN".

Examples:
  catscore predict model.cbm rows.csv --type Probability --output answers.jsonl
  catscore predict model.cbm rows.jsonl --ntree-end 100
  catscore predict model.cbm rows.jsonl --type VirtEnsembles --virtual-ensembles-count 5
  cat rows.jsonl | catscore predict model.cbm --type LeafIndexes | head`;

interface Options {
  readonly type: string;
  readonly ntreeStart: string;
  readonly ntreeEnd: string;
  readonly virtualEnsemblesCount: string;
  readonly output?: string;
  readonly format?: string;
  readonly threads?: string;
  readonly ignoreUnknown: boolean;
}

/** Adds `predict MODEL [INPUT]`. What it needs is loaded when the command runs. */
export function addPredict(program: Command): void {
  program
    .command("predict")
    .description("score the rows of a file: one JSON value a line, in the order of the rows")
    .argument("<model>", "a CatBoost model (.cbm) or a bundle (.wasm)")
    .argument("[input]", "JSON Lines or CSV with a header; - or nothing is standard input", "-")
    .option("--type <type>", `what to answer: ${predictionTypes.join(", ")}`, "RawFormulaVal")
    .option("--ntree-start <number>", "first tree", "0")
    .option("--ntree-end <number>", "the tree after the last one; 0 is all of them", "0")
    .option("--virtual-ensembles-count <count>", "of VirtEnsembles and TotalUncertainty", "10")
    .option("--output <file>", "write there; the file appears when all rows are done")
    .option("--format <format>", "jsonl or csv; else by the file's ending, else by its first character")
    .option("--threads <count>", "threads that score (default: one for each core)")
    .option("--ignore-unknown", "pass over columns that are no feature of the model", false)
    .addHelpText("after", NOTES)
    .action(predict);
}

async function predict(modelPath: string, inputPath: string, options: Options): Promise<void> {
  const { format, threads, output, ignoreUnknown } = options;
  const settings = {
    modelPath,
    inputPath,
    outputPath: output === "-" ? undefined : output,
    prediction: {
      type: oneOf("--type", options.type, predictionTypes),
      ntreeStart: wholeNumber("--ntree-start", options.ntreeStart, 0, TREES_MAX),
      ntreeEnd: wholeNumber("--ntree-end", options.ntreeEnd, 0, TREES_MAX),
      virtualEnsemblesCount: wholeNumber(
        "--virtual-ensembles-count",
        options.virtualEnsemblesCount,
        1,
        TREES_MAX,
      ),
    },
    format: format === undefined ? undefined : oneOf("--format", format, FORMATS),
    threadCount:
      threads === undefined ? availableParallelism() : wholeNumber("--threads", threads, 1, THREADS_MAX),
    ignoreUnknown,
  };
  const { predictFile } = await import("./pipeline.ts");
  await predictFile(settings);
}

/** The name that an option's text means, in any case of letters. */
function oneOf<T extends string>(option: string, text: string, names: readonly T[]): T {
  const name = names.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
  if (name !== undefined) return name;
  throw new CatscoreError("USAGE", `${option}: got "${text}", expected one of ${names.join(", ")}`);
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (number >= least && number <= most) return number;
  const expected = `a whole number from ${least} to ${most}`;
  throw new CatscoreError("USAGE", `${option}: got "${text}", expected ${expected}`);
}
