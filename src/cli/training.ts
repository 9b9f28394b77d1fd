import { isLosslessNumber, parse } from "lossless-json";

type Metadata = Readonly<Record<string, string>>;

/** Training parameters worth a line: their place in the metadata's `params`. */
const IMPORTANT: readonly (readonly [label: string, ...path: string[]])[] = [
  ["iterations", "boosting_options", "iterations"],
  ["learning rate", "boosting_options", "learning_rate"],
  ["depth", "tree_learner_options", "depth"],
  ["grow policy", "tree_learner_options", "grow_policy"],
  ["L2 leaf regularization", "tree_learner_options", "l2_leaf_reg"],
  ["bootstrap type", "tree_learner_options", "bootstrap", "type"],
  ["boosting type", "boosting_options", "boosting_type"],
  ["border count", "data_processing_options", "float_features_binarization", "border_count"],
  ["one-hot max size", "cat_feature_params", "one_hot_max_size"],
  ["eval metric", "metrics", "eval_metric", "type"],
  ["random seed", "random_seed"],
];

/**
 * The training parameters of a model: `params` of its metadata, parsed; numbers as lossless-json has them.
 * @returns undefined where there are none
 */
export function readParameters(metadata: Metadata): unknown {
  try {
    return parse(metadata.params ?? "");
  } catch {
    return undefined;
  }
}

/** The probability from which on a row belongs to class 1, where one was set. */
export function readThreshold({ binclass_probability_threshold: text }: Metadata): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/**
 * Labels and values of the important parameters, of when and by what the model was trained. Any may be absent.
 * @param parameters as `readParameters` gives them
 */
export function describeTraining(metadata: Metadata, parameters: unknown): [label: string, value: string][] {
  const version = /Branch: (?:tags\/)?(\S+)/.exec(metadata.catboost_version_info ?? "")?.[1];
  const lines = IMPORTANT.map(([label, ...path]): [string, string] => [label, show(find(parameters, path))]);
  lines.push(["trained", metadata.train_finish_time ?? ""], ["CatBoost", version ?? ""]);
  return lines.filter(([, value]) => value !== "");
}

/** Parameters of the loss, as `alpha=0.9, delta=1`; empty where it has none. */
export function describeLossParameters(parameters: unknown): string {
  const ofLoss = find(parameters, ["loss_function", "params"]);
  return isRecord(ofLoss)
    ? Object.entries(ofLoss)
        .filter(([name]) => !name.startsWith("__"))
        .map(([name, value]) => `${name}=${show(value)}`)
        .join(", ")
    : "";
}

function find(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner: unknown, name) => (isRecord(inner) ? inner[name] : undefined), value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !isLosslessNumber(value);
}

/** Numbers of the parameters are float32: seven digits are all they have. */
function show(value: unknown): string {
  if (isLosslessNumber(value)) return String(Number(Number(value).toPrecision(7)));
  return typeof value === "string" || typeof value === "boolean" ? String(value) : "";
}
