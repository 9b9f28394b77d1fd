import type { Command } from "commander";
import { type Feature, type FeatureKind, loadModel, type ModelInfo } from "../engine/model.ts";

type Line = readonly [label: string, value: string];

/** Training parameters worth a line: their place in the metadata's `params`. */
const PARAMETERS: readonly (readonly [label: string, group: string, name: string])[] = [
  ["iterations", "boosting_options", "iterations"],
  ["learning rate", "boosting_options", "learning_rate"],
  ["depth", "tree_learner_options", "depth"],
  ["grow policy", "tree_learner_options", "grow_policy"],
  ["L2 leaf regularization", "tree_learner_options", "l2_leaf_reg"],
  ["one-hot max size", "cat_feature_params", "one_hot_max_size"],
];
const KINDS: readonly FeatureKind[] = ["float", "categorical", "text", "embedding"];

/** Adds `inspect MODEL`, which says what a model is. */
export function addInspect(program: Command): void {
  program
    .command("inspect")
    .description("say what a model is: trees, classes, training, features")
    .argument("<model>", "a CatBoost model (.cbm)")
    .option("--json", "everything as JSON, with all of the model's metadata", false)
    .action(async (path: string, { json }: { json: boolean }) => {
      const { info, features } = await loadModel(path);
      console.log(json ? toJson(path, info, features) : describe(path, info, features));
    });
}

function toJson(path: string, info: ModelInfo, features: readonly Feature[]): string {
  const known = features.map(({ index, name, kind, used, borderCount }) => ({
    index,
    name,
    kind,
    used,
    borderCount,
  }));
  return JSON.stringify({ file: path, ...info, features: known }, null, 2);
}

/** A model as text: aligned lines of a label and a value. */
function describe(path: string, info: ModelInfo, features: readonly Feature[]): string {
  const labels = info.classLabels.map(printable).join(", ");
  const model: Line[] = [
    ["file", `${printable(path)}, ${formatBytes(info.byteCount)}`],
    ["memory", `${formatBytes(info.memoryBytes)}, ${info.simd ? "SIMD" : "scalar"} build`],
    ["loss function", printable(info.lossFunction ?? "not recorded")],
    ["trees", `${info.treeCount}, depth up to ${info.treeDepthMax}, ${info.leafCount} leaf values`],
    ["outputs", `${info.dimension}, scale ${info.scale}, bias ${info.bias.join(" ")}`],
    ["class labels", labels || "none"],
  ];
  return [model, describeTraining(info.metadata), describeFeatures(features)]
    .filter((lines) => lines.length > 0)
    .map(aligned)
    .join("\n\n");
}

function describeFeatures(features: readonly Feature[]): Line[] {
  const digits = String(features.at(-1)?.index).length;
  const label = ({ index, name }: Feature) => `${String(index).padStart(digits)} ${printable(name)}`;
  return [["features", countKinds(features)], ...features.map((it): Line => [label(it), describeUse(it)])];
}

function describeUse({ kind, used, borderCount }: Feature): string {
  const borders = borderCount > 0 ? `, ${borderCount} border${borderCount === 1 ? "" : "s"}` : "";
  return `${kind}${used ? borders : ", not used"}`;
}

/** What the metadata say of the training; any of it may be absent. */
function describeTraining(metadata: Readonly<Record<string, string>>): Line[] {
  const parameters = parseParameters(metadata.params ?? "");
  const lines = PARAMETERS.map(
    ([label, group, name]): Line => [label, rounded(parameters[group]?.[name] ?? "")],
  );
  const version = /Branch: (?:tags\/)?(\S+)/.exec(metadata.catboost_version_info ?? "")?.[1];
  lines.push(
    ["trained", printable(metadata.train_finish_time ?? "")],
    ["CatBoost", printable(version ?? "")],
  );
  return lines.filter(([, value]) => value !== "");
}

function parseParameters(
  text: string,
): Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** `41: 33 float, 6 categorical, 2 text` */
function countKinds(features: readonly Feature[]): string {
  const counts = KINDS.map(
    (kind) => [features.filter((feature) => feature.kind === kind).length, kind] as const,
  );
  const parts = counts.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  return [features.length, parts.join(", ")].filter((part) => part !== "").join(": ");
}

function aligned(lines: readonly Line[]): string {
  const width = Math.max(...lines.map(([label]) => label.length));
  return lines.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join("\n");
}

/** Numbers of the parameters are float32: seven digits are all they have. */
function rounded(value: unknown): string {
  return printable(typeof value === "number" ? Number(value.toPrecision(7)) : value);
}

/** Text of a model's file, with what a terminal would act on written as escapes. */
function printable(value: unknown): string {
  return String(value).replace(/\p{C}/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

function formatBytes(byteCount: number): string {
  return byteCount < 1e6 ? `${(byteCount / 1e3).toFixed(1)} kB` : `${(byteCount / 1e6).toFixed(2)} MB`;
}
