#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { CatscoreError } from "../errors.ts";
import { addBundle } from "./bundle.ts";
import { addInspect } from "./inspect.ts";
import { addPredict } from "./predict.ts";
import { addServe } from "./serve.ts";
import { readVersion } from "./version.ts";

const EXIT_FAILED = 2;

/** A command that failed but left something running does not keep the process longer than this. */
const LINGER_MS = 1_000;

const EXAMPLES = `
Examples:
  catscore serve --port 5000
  catscore predict model.cbm rows.jsonl --type Probability
  catscore inspect model.cbm
  catscore bundle model.cbm --output scorer.wasm

A command that fails ends with exit code 2 and one line on standard error; CATSCORE_DEBUG=1 adds the stack.`;

function makeProgram(): Command {
  const program = new Command("catscore")
    .description("CatBoost models scored in WebAssembly: a service, and a command line")
    .version(readVersion(), "--version")
    .exitOverride()
    .configureOutput({ writeErr() {} })
    .addHelpText("after", EXAMPLES);
  addServe(program);
  addPredict(program);
  addInspect(program);
  addBundle(program);
  return program;
}

/** One line for a person, whatever was thrown. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const prefix =
    error instanceof CatscoreError || error instanceof CommanderError ? "" : "unexpected error: ";
  return `${prefix}${error.message.replace(/^error: /, "")}`.replace(/\s*\n\s*/g, " ");
}

function fail(error: unknown): void {
  if (process.env.CATSCORE_DEBUG === "1" && error instanceof Error)
    console.error(error.stack, error.cause ?? "");
  else process.stderr.write(`catscore: ${describe(error)}\n`);
  process.exitCode = EXIT_FAILED;
  setTimeout(() => process.exit(EXIT_FAILED), LINGER_MS).unref();
}

process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);

try {
  if (process.argv.length === 2) throw new CatscoreError("USAGE", "no command; see catscore --help");
  await makeProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError && error.exitCode === 0)) fail(error);
}
