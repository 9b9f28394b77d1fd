import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { predictionTypes } from "../engine/model.ts";
import { CatscoreError } from "../errors.ts";

const THREADS_MAX = 1024;
const FORMATS = ["jsonl", "csv"] as const;

const NOTES = `
Rows: an object by feature name or an array in feature order a line (JSON Lines), or CSV with a header.
A float is a number or its text; null, an empty text, NaN, None, NA and the like are missing. Blank lines are skipped.

Answers: a number, a class label, or an array of numbers. Numbers read back as the same double; what JSON has
no number for is the string "NaN", "Infinity" or "-Infinity".

Examples:
  catscore predict model.cbm rows.csv --type Probability --output answers.jsonl
  cat rows.jsonl | catscore predict model.cbm | head`;

interface Options {
  readonly type: string;
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
    .argument("<model>", "a CatBoost model (.cbm)")
    .argument("[input]", "JSON Lines or CSV with a header; - or nothing is standard input", "-")
    .option("--type <type>", predictionTypes.join(", "), "RawFormulaVal")
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
    type: oneOf("--type", options.type, predictionTypes),
    format: format === undefined ? undefined : oneOf("--format", format, FORMATS),
    threadCount: threads === undefined ? availableParallelism() : wholeNumber("--threads", threads),
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

function wholeNumber(option: string, text: string): number {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= THREADS_MAX) return number;
  throw new CatscoreError(
    "USAGE",
    `${option}: got "${text}", expected a whole number from 1 to ${THREADS_MAX}`,
  );
}
