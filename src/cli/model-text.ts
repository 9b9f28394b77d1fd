import type { Calcer, Dictionary, Tokenizer } from "../engine/calcers.ts";
import type { Ctr } from "../engine/ctrs.ts";
import { loadsModels } from "../engine/load.ts";
import type { Feature, Model, ModelInfo } from "../engine/model.ts";
import { describeLossParameters, describeTraining, readParameters, readThreshold } from "./training.ts";

type Line = readonly [label: string, value: string];

/** Entries of a list that are shown, and the columns that a label of them may take. */
const LISTED = 20;
const LABEL_WIDTH = 48;

/** What a model is as text: blocks of aligned lines of a label and a value. */
export function toText(path: string, model: Model): string {
  const { info, features } = model;
  const parameters = readParameters(info.metadata);
  const blocks = [
    describeModel(path, model, describeLossParameters(parameters)),
    describeTraining(info.metadata, parameters),
    listed("features", features, kindOf, describeFeature(features)),
    listed("importance", rankFeatures(features, model.featureImportances()), kindOf, describeImportance),
    listed("CTRs", info.ctrs, ({ type }) => type, describeCtr),
    listed("calcers", info.calcers, ({ type }) => type, describeCalcer),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map(aligned)
    .join("\n\n");
}

function describeModel(path: string, { info, module }: Model, lossParameters: string): Line[] {
  const { lossFunction = "not recorded", metadata } = info;
  const threshold = readThreshold(metadata);
  const lines: Line[] = [
    ["file", `${path}, ${loadsModels(module) ? "" : "a bundle of a model of "}${bytes(info.byteCount)}`],
    ["parts", describeParts(info)],
    ["memory", `${bytes(info.memoryBytes)}, ${info.simd ? "SIMD" : "scalar"} build`],
    ["loss function", lossParameters === "" ? lossFunction : `${lossFunction}, ${lossParameters}`],
    ["trees", describeTrees(info)],
    ["outputs", describeOutputs(info)],
    ["scale", String(info.scale)],
    ["bias", describeBias(info.bias)],
    ["class labels", inLine(info.classLabels, JSON.stringify) || "none"],
  ];
  if (threshold !== undefined) lines.push(["threshold", `probability ${threshold}`]);
  return lines;
}

/** Sizes of the parts that the file has. */
function describeParts({ partBytes }: ModelInfo): string {
  const { core, ctrTables, textProcessing, embeddingProcessing } = partBytes;
  const parts = [
    [core, "model"],
    [ctrTables, "CTR tables"],
    [textProcessing, "text processing"],
    [embeddingProcessing, "embedding processing"],
  ] as const;
  return parts
    .filter(([byteCount]) => byteCount > 0)
    .map(([byteCount, part]) => `${part} ${bytes(byteCount)}`)
    .join(", ");
}

function describeTrees({ treeCount, symmetric, treeDepthMax, leafCount }: ModelInfo): string {
  const trees = `${number(treeCount)} ${symmetric ? "symmetric" : "non-symmetric"}`;
  return `${trees}, depth up to ${treeDepthMax}, ${number(leafCount)} ${leafCount === 1 ? "leaf" : "leaves"}`;
}

function describeBias(bias: readonly number[]): string {
  const isOne = bias.every((value) => value === bias[0]);
  return isOne ? `${bias[0]}${bias.length > 1 ? " for each output" : ""}` : inLine(bias, String);
}

function describeOutputs({ dimension, outputCount }: ModelInfo): string {
  const unseen = outputCount - dimension;
  return number(outputCount) + (unseen > 0 ? `, ${number(unseen)} of classes that training never saw` : "");
}

/** A feature with its importance in percent. */
type Ranked = Feature & { readonly importance: number };

/** The features that change predictions, those that change them most first. */
function rankFeatures(features: readonly Feature[], importances: Float64Array): Ranked[] {
  return features
    .map((feature, i) => ({ ...feature, importance: importances[i] ?? 0 }))
    .filter(({ importance }) => importance > 0)
    .sort((a, b) => b.importance - a.importance);
}

function describeImportance({ name, importance }: Ranked): Line {
  return [name, `${importance.toFixed(2)} %`];
}

function kindOf({ kind }: Feature): string {
  return kind;
}

/** @param features all of them, of which the last one shown has the widest index */
function describeFeature(features: readonly Feature[]): (feature: Feature) => Line {
  const digits = String(features.slice(0, LISTED).at(-1)?.index).length;
  return ({ index, name, kind, used, borderCount, dimension, nanMode }) => {
    const number = String(index).padStart(digits);
    const label = name === String(index) ? number : `${number} ${name}`;
    if (!used) return [label, `${kind}, not used`];
    const borders = borderCount > 0 ? `, ${count(borderCount, "border")}` : "";
    const length = dimension > 0 ? ` of ${count(dimension, "number")}` : "";
    const missing = nanMode === undefined || nanMode === "AsIs" ? "" : `, missing values ${nanMode}`;
    return [label, kind + length + borders + missing];
  };
}

function describeCtr(ctr: Ctr): Line {
  const { type, prior, borderCount } = ctr;
  const splits = [
    ...ctr.categories,
    ...(ctr.floatSplitCount > 0 ? [count(ctr.floatSplitCount, "float split")] : []),
    ...(ctr.oneHotSplitCount > 0 ? [count(ctr.oneHotSplitCount, "one-hot split")] : []),
  ];
  const target = type === "Borders" || type === "Buckets" ? ` ${ctr.targetBorder}` : "";
  const details = `prior ${prior.numerator}/${prior.denominator}, ${count(borderCount, "border")}`;
  return [splits.join(" + "), `${type}${target}, ${details}, table ${bytes(ctr.tableBytes)}`];
}

function describeCalcer({ feature, type, outputCount, tokenizer, dictionary }: Calcer): Line {
  const parts = [`${type}, ${count(outputCount, "output")}`];
  if (tokenizer) parts.push(describeTokenizer(tokenizer));
  if (dictionary) parts.push(describeDictionary(dictionary));
  return [feature, parts.join("; ")];
}

function describeTokenizer(tokenizer: Tokenizer): string {
  const { separatorType, delimiter, lowercasing, numberPolicy } = tokenizer;
  const words =
    separatorType === "BySense" ? "words by sense" : `words split at ${JSON.stringify(delimiter)}`;
  const numbers = { Skip: ", numbers left out", LeaveAsIs: "", Replace: ", numbers replaced" }[numberPolicy];
  return `${words}${lowercasing ? ", lower case" : ""}${numbers}`;
}

function describeDictionary({ tokenLevel, gramOrder, skipStep, size }: Dictionary): string {
  const tokens = tokenLevel === "Word" ? "words" : "letters";
  const grams = gramOrder > 1 ? `grams of ${gramOrder} ${tokens}` : tokens;
  const skip = skipStep > 0 ? ` with ${skipStep} between` : "";
  return `dictionary of ${number(size)} ${grams}${skip}`;
}

/** A list: its title, how many entries of which kinds, the first of them, and how many more there are. */
function listed<T>(
  title: string,
  entries: readonly T[],
  kindOf: (entry: T) => string,
  describe: (entry: T) => Line,
): Line[] {
  if (entries.length === 0) return [];
  const lines: Line[] = [[title, `${number(entries.length)}: ${countKinds(entries.map(kindOf))}`]];
  for (const entry of entries.slice(0, LISTED)) {
    const [label, value] = describe(entry);
    lines.push([`  ${label}`, value]);
  }
  if (entries.length > LISTED) lines.push([`  ${andMore(entries.length - LISTED)}`, ""]);
  return lines;
}

/** `33 float, 6 categorical, 2 text`, in the order in which they come. */
function countKinds(kinds: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, amount]) => `${number(amount)} ${kind}`).join(", ");
}

/** The first of some values in a line. */
function inLine<T>(values: readonly T[], show: (value: T) => string): string {
  const shown = values.slice(0, LISTED).map((value) => show(value));
  if (values.length > LISTED) shown.push(andMore(values.length - LISTED));
  return shown.join(", ");
}

function andMore(rest: number): string {
  return `... and ${number(rest)} more`;
}

/** Lines of which the values stand below each other, with what a terminal would act on written as escapes. */
function aligned(lines: readonly Line[]): string {
  const printed = lines.map(([label, value]) => [printable(label), printable(value)] as const);
  const width = Math.min(LABEL_WIDTH, Math.max(...printed.map(([label]) => label.length)));
  return printed.map(([label, value]) => `${label.padEnd(width)}  ${value}`.trimEnd()).join("\n");
}

function printable(text: string): string {
  return text.replace(/\p{C}/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** `1 border`, `1,024 borders`. */
function count(amount: number, noun: string): string {
  return `${number(amount)} ${noun}${amount === 1 ? "" : "s"}`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}

function bytes(byteCount: number): string {
  return byteCount < 1e6 ? `${(byteCount / 1e3).toFixed(1)} kB` : `${(byteCount / 1e6).toFixed(2)} MB`;
}
