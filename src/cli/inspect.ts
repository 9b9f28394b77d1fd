import type { Command } from "commander";

const NOTES = `
Long lists are cut; --json has all of them, all training parameters and the model's metadata.

Examples:
  catscore inspect model.cbm
  catscore inspect model.cbm --json > model.json
  catscore inspect model.cbm --json | jq '.features[] | select(.used) | .name'
  catscore inspect model.cbm --json | jq '.features | sort_by(-.importance) | map({name, importance})'`;

/** Adds `inspect MODEL`, which says what a model is. What it needs is loaded when the command runs. */
export function addInspect(program: Command): void {
  program
    .command("inspect")
    .description(
      "say what a model is: trees, classes, training, features and their importance, CTRs, text and embedding processing",
    )
    .argument("<model>", "a CatBoost model (.cbm) or a bundle (.wasm)")
    .option("--json", "everything as JSON", false)
    .addHelpText("after", NOTES)
    .action(inspect);
}

async function inspect(path: string, { json }: { json: boolean }): Promise<void> {
  const [{ openModel, readModelFile }, { toJson }, { toText }] = await Promise.all([
    import("./model-file.ts"),
    import("./model-json.ts"),
    import("./model-text.ts"),
  ]);
  const model = await openModel(await readModelFile(path), path);
  console.log(json ? toJson(path, model) : toText(path, model));
}
