import type { PredictOptions } from "../engine/model.ts";
import { CatscoreError } from "../errors.ts";
import { CHUNK_BYTES, type Input, type InputFormat, openInput } from "./input.ts";
import { openModel, readModelFile } from "./model-file.ts";
import { ClosedPipe, type Output, openOutput } from "./output.ts";
import { ScorePool } from "./pool.ts";
import type { Progress } from "./progress.ts";
import { type BlockAnswer, Scorer } from "./scorer.ts";

const BLOCK_NUMBERS = 1 << 20;
const BLOCK_BYTES_MIN = 4096;

/** What `catscore predict` is to do. */
export interface PredictSettings {
  readonly modelPath: string;
  /** "-" is standard input. */
  readonly inputPath: string;
  /** undefined is standard output. */
  readonly outputPath: string | undefined;
  /** What is asked of the model. */
  readonly prediction: PredictOptions;
  /** undefined: to be found out. */
  readonly format: InputFormat | undefined;
  readonly threadCount: number;
  /** Columns that are no feature of the model are passed over. */
  readonly ignoreUnknown: boolean;
}

/**
 * Scores the rows of a file into another. A reader of the output that goes away ends it as if all were done.
 * @throws MODEL_*, PREDICTION_TYPE, TREE_RANGE before anything is read, INPUT_FORMAT with the place in the input, USAGE for a file that cannot be used
 */
export async function predictFile(settings: PredictSettings): Promise<void> {
  const { modelPath, prediction, ignoreUnknown } = settings;
  const modelBytes = await readModelFile(modelPath);
  const model = await openModel(modelBytes, modelPath);
  const blockBytes = blockBytesFor(model.predictionWidth(prediction));
  const input = await openInput(settings.inputPath, settings.format, blockBytes);
  try {
    const options = { prediction, header: input.header, ignoreUnknown };
    const pool = new ScorePool(new Scorer(model, options), settings.threadCount, {
      model: modelBytes,
      options,
    });
    const progress = await openProgress(settings.outputPath, input.byteCount);
    await scoreInto(openOutput(settings.outputPath), input, pool, progress);
  } finally {
    input.close();
  }
}

/**
 * Size of a block whose answers fit into memory well: at some 8 bytes a row, the shortest that real ones are,
 * BLOCK_NUMBERS numbers, which are 20 MB of text.
 */
function blockBytesFor(width: number): number {
  const bytes = Math.floor((8 * BLOCK_NUMBERS) / Math.max(1, width));
  return Math.min(CHUNK_BYTES, Math.max(BLOCK_BYTES_MIN, bytes));
}

/** Scores all of the input, and leaves neither half a file nor a hidden cursor behind, however it ends. */
async function scoreInto(
  opening: Promise<Output>,
  input: Input,
  pool: ScorePool,
  progress?: Progress,
): Promise<void> {
  const discard = () => opening.then((output) => output.discard()).catch(() => {});
  const onSignal = (_name: NodeJS.Signals, number: number) => {
    progress?.stop();
    void discard().then(() => process.exit(128 + number));
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  try {
    const output = await opening;
    await scoreInput(input, pool, output, progress);
    await output.commit();
  } catch (error) {
    await discard();
    if (!(error instanceof ClosedPipe)) throw error;
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    progress?.stop();
    await pool.close();
  }
}

/**
 * Scores the blocks of an input, several at once, and writes their answers in order. Reading waits while as many
 * blocks as the pool takes are not yet written, so that neither slow scoring nor a slow output fills the memory.
 * @throws INPUT_FORMAT for the first row that cannot be read or scored, once the answers above it are written
 */
async function scoreInput(input: Input, pool: ScorePool, output: Output, progress?: Progress): Promise<void> {
  let lineCount = input.headerLineCount;
  const deliver = async ({ failure, ...answer }: BlockAnswer) => {
    if (answer.rowCount > 0) await output.write(answer.bytes);
    progress?.add(answer.blockBytes, answer.rowCount);
    if (failure) {
      const place = `${input.name} line ${lineCount + failure.line}`;
      const sign = failure.message.startsWith("column ") ? "," : ":";
      throw new CatscoreError("INPUT_FORMAT", `${place}${sign} ${failure.message}`);
    }
    lineCount += answer.lineCount;
  };
  let delivered = Promise.resolve();
  const underway: Promise<void>[] = [];
  for await (const block of input.blocks) {
    const answered = pool.score(block);
    delivered = Promise.all([answered, delivered]).then(([answer]) => deliver(answer));
    delivered.catch((error) => input.close(error));
    underway.push(delivered);
    while (underway.length >= pool.blocksAhead) await underway.shift();
  }
  await delivered;
}

/** A progress line where standard error is a terminal, unless the answers go to a terminal themselves. */
async function openProgress(outputPath: string | undefined, byteCount: number | undefined) {
  if (!process.stderr.isTTY || (outputPath === undefined && process.stdout.isTTY)) return undefined;
  const { Progress } = await import("./progress.ts");
  return new Progress(byteCount);
}
