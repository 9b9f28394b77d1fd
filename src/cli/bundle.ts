import type { Command } from "commander";

const NOTES = `
The file has all that scoring takes, imports nothing and has nothing to parse when it starts: instantiate it, write
rows, predict. Its exports are those of catscore.wasm without loadModel (docs/abi.md, "Bundles").

Examples:
  catscore bundle model.cbm -o scorer.wasm
  catscore bundle model.cbm -o scorer.wasm --scalar
  catscore bundle model.cbm -o - | gzip > scorer.wasm.gz`;

interface Options {
  readonly output: string;
  readonly scalar: boolean;
}

/** Adds `bundle MODEL -o FILE`. What it needs is loaded when the command runs. */
export function addBundle(program: Command): void {
  program
    .command("bundle")
    .description("write one WebAssembly module with the model in it, loaded")
    .argument("<model>", "a CatBoost model (.cbm)")
    .requiredOption("-o, --output <file>", "the module to write; - is standard output")
    .option("--scalar", "for runtimes without SIMD", false)
    .addHelpText("after", NOTES)
    .action(bundle);
}

async function bundle(modelPath: string, { output: outputPath, scalar }: Options): Promise<void> {
  const [{ readFile }, { bundleModel }, { readModelFile }, { openOutput }, { readVersion }] =
    await Promise.all([
      import("node:fs/promises"),
      import("../engine/bundle.ts"),
      import("./model-file.ts"),
      import("./output.ts"),
      import("./version.ts"),
    ]);
  const engine = await readFile(
    new URL(`../${scalar ? "catscore-scalar" : "catscore"}.wasm`, import.meta.url),
  );
  const model = await readModelFile(modelPath);
  const bytes = await bundleModel(engine, model, readVersion(), modelPath);
  const output = await openOutput(outputPath);
  try {
    await output.write(bytes);
    await output.commit();
  } catch (error) {
    output.discard();
    throw error;
  }
  console.error(`${outputPath}: ${bytes.length} bytes, of a model of ${model.length} bytes`);
}
