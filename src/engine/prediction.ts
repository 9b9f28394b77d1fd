import { CatscoreError } from "../errors.ts";
import type { ModelInfo } from "./info.ts";
import type { ClassLabel } from "./labels.ts";
import type { EngineModule } from "./wasm.ts";

/** CatBoost's names of what a prediction can be; their positions are the module's numbers. */
const TYPES = [
  "RawFormulaVal",
  "Probability",
  "LogProbability",
  "Class",
  "Exponent",
  "RMSEWithUncertainty",
  "MultiProbability",
  "VirtEnsembles",
  "TotalUncertainty",
  "LeafIndexes",
] as const;

export type PredictionType = (typeof TYPES)[number];

/** All prediction types, by name. */
export const predictionTypes: readonly PredictionType[] = TYPES;

/**
 * One row's answer, in the shape of the Python package's: a number or a class label; an array of them, one for
 * each output, class or tree; for VirtEnsembles an array for each ensemble.
 */
export type Prediction = number | ClassLabel | number[] | ClassLabel[] | number[][];

export interface PredictOptions {
  /** Default RawFormulaVal. */
  readonly type?: PredictionType;
  /** First tree. Default 0. */
  readonly ntreeStart?: number;
  /** The tree after the last one; 0, the default, stands for the number of trees. */
  readonly ntreeEnd?: number;
  /** Ensembles of VirtEnsembles and TotalUncertainty. Default 10. */
  readonly virtualEnsemblesCount?: number;
}

type Asked = Required<PredictOptions>;

const DEFAULTS: Asked = { type: "RawFormulaVal", ntreeStart: 0, ntreeEnd: 0, virtualEnsemblesCount: 10 };

/** How the numbers of a row become its answer: one number, one array, or an array for each ensemble. */
type Shape = "number" | "array" | "arrays";

/** What options ask of a model: checked, and in the module's terms. */
export interface PredictionPlan {
  readonly asked: Asked;
  /** The module's number of the type. */
  readonly typeNumber: number;
  /** The tree after the last one. */
  readonly treeEnd: number;
  readonly shape: Shape;
  /** What the numbers are positions in; undefined where they are the answer. */
  readonly labels: readonly ClassLabel[] | undefined;
  /** Numbers of one row. */
  readonly width: number;
  /** Numbers of one ensemble; of other types than VirtEnsembles those of the row. */
  readonly innerWidth: number;
  /** Most rows of one call. */
  readonly callRows: number;
}

/** Rows that go to the module in one call: enough to fill its blocks, few enough to stay in cache. */
const CALL_ROWS = 1024;

/** Most numbers that a call may take or make (8 MB), unless CALL_GROUP rows have more. */
const CALL_NUMBERS = 1 << 20;

/** Exponents are taken of so many rows together, and of what is left of a call in another way. */
const CALL_GROUP = 4;

/** Losses of multilabel models. */
const MULTILABEL: readonly (string | undefined)[] = ["MultiLogloss", "MultiCrossEntropy"];

/** Whether a model has a yes or no for each output: its classes are then 0 and 1, whatever the labels. */
export function isMultilabel({ lossFunction }: Pick<ModelInfo, "lossFunction">): boolean {
  return MULTILABEL.includes(lossFunction);
}

/** The class labels that the numbers of a type are positions in; undefined where they are the answer. */
export function labelsOf(
  type: PredictionType,
  info: Pick<ModelInfo, "lossFunction" | "classLabels">,
): readonly ClassLabel[] | undefined {
  return type === "Class" && !isMultilabel(info) ? info.classLabels : undefined;
}

/** Checks what options ask of a model. @throws PREDICTION_TYPE, TREE_RANGE */
export function planPrediction(
  { exports }: EngineModule,
  info: ModelInfo,
  options: PredictOptions | undefined,
): PredictionPlan {
  const type = options?.type ?? DEFAULTS.type;
  const ntreeStart = options?.ntreeStart ?? DEFAULTS.ntreeStart;
  const ntreeEnd = options?.ntreeEnd ?? DEFAULTS.ntreeEnd;
  const virtualEnsemblesCount = options?.virtualEnsemblesCount ?? DEFAULTS.virtualEnsemblesCount;
  const asked = { type, ntreeStart, ntreeEnd, virtualEnsemblesCount };
  const typeNumber = TYPES.indexOf(type);
  const width = typeNumber < 0 ? 0 : exports.predictionWidth(typeNumber);
  const labels = labelsOf(type, info);
  const lacksLabels = labels !== undefined && labels.length < info.outputCount;
  if (width === 0 || lacksLabels) throw refusal(type, info);
  const treeEnd = ntreeEnd === 0 ? info.treeCount : ntreeEnd;
  checkTrees(asked, treeEnd, info.treeCount);

  const innerWidth = type === "LeafIndexes" ? treeEnd - ntreeStart : width;
  const rowWidth = type === "VirtEnsembles" ? innerWidth * virtualEnsemblesCount : innerWidth;
  const rawValues = info.outputCount * (hasEnsembles(type) ? virtualEnsemblesCount : 1);
  return {
    asked,
    typeNumber,
    treeEnd,
    shape: shapeOf(type, info),
    labels,
    width: rowWidth,
    innerWidth,
    callRows: callRowsFor(Math.max(info.inputCount, rawValues, rowWidth)),
  };
}

/** @param numberCount numbers that a row takes or makes, 1 or more */
function callRowsFor(numberCount: number): number {
  const groupCount = Math.floor(CALL_NUMBERS / numberCount / CALL_GROUP);
  return Math.min(CALL_ROWS, Math.max(1, groupCount) * CALL_GROUP);
}

/** Whether a plan is that of these options. Allocates nothing: a plan serves as long as the options stay the same. */
export function isPlanOf({ asked }: PredictionPlan, options: PredictOptions | undefined): boolean {
  return (
    asked.type === (options?.type ?? DEFAULTS.type) &&
    asked.ntreeStart === (options?.ntreeStart ?? DEFAULTS.ntreeStart) &&
    asked.ntreeEnd === (options?.ntreeEnd ?? DEFAULTS.ntreeEnd) &&
    asked.virtualEnsemblesCount === (options?.virtualEnsemblesCount ?? DEFAULTS.virtualEnsemblesCount)
  );
}

/** The answer of one row, whose numbers begin at `first`. */
export function readPrediction(numbers: Float64Array, first: number, plan: PredictionPlan): Prediction {
  if (plan.shape === "number") return readValue(numbers, first, plan.labels);
  if (plan.shape === "array") return readArray(numbers, first, plan.width, plan.labels);
  const ensembles: number[][] = [];
  for (let at = 0; at < plan.width; at += plan.innerWidth) {
    ensembles.push(readArray(numbers, first + at, plan.innerWidth, undefined) as number[]);
  }
  return ensembles;
}

function readArray(
  numbers: Float64Array,
  first: number,
  width: number,
  labels: readonly ClassLabel[] | undefined,
): ClassLabel[] {
  const values: ClassLabel[] = [];
  for (let k = 0; k < width; k++) values.push(readValue(numbers, first + k, labels));
  return values;
}

function readValue(numbers: Float64Array, at: number, labels: readonly ClassLabel[] | undefined): ClassLabel {
  const value = numbers[at] as number;
  return labels === undefined ? value : (labels[value] as ClassLabel);
}

function shapeOf(type: PredictionType, { outputCount }: ModelInfo): Shape {
  if (type === "VirtEnsembles") return "arrays";
  const isSingle = type === "RawFormulaVal" || type === "Class" || type === "Exponent";
  return isSingle && outputCount === 1 ? "number" : "array";
}

function hasEnsembles(type: PredictionType): boolean {
  return type === "VirtEnsembles" || type === "TotalUncertainty";
}

function refusal(type: PredictionType, { lossFunction }: ModelInfo): CatscoreError {
  const message = TYPES.includes(type)
    ? `a model with the loss ${lossFunction ?? "unknown"} cannot give "${type}"`
    : `got the prediction type ${JSON.stringify(type)}, expected one of ${TYPES.join(", ")}`;
  return new CatscoreError("PREDICTION_TYPE", message);
}

function checkTrees({ type, ntreeStart, ...asked }: Asked, treeEnd: number, treeCount: number): void {
  const isWhole = ntreeStart === 0 && treeEnd === treeCount;
  const isRange = Number.isInteger(ntreeStart) && Number.isInteger(treeEnd) && ntreeStart < treeEnd;
  if (!isWhole && !(isRange && ntreeStart >= 0 && treeEnd <= treeCount)) {
    const message = `got ntreeStart ${ntreeStart} and ntreeEnd ${treeEnd}, expected 0 <= ntreeStart < ntreeEnd <= ${treeCount}`;
    throw new CatscoreError("TREE_RANGE", `${message}, the number of trees`);
  }
  if (!hasEnsembles(type)) return;
  if (ntreeStart !== 0) {
    throw new CatscoreError("TREE_RANGE", `got ntreeStart ${ntreeStart}, expected 0 for "${type}"`);
  }
  const count = asked.virtualEnsemblesCount;
  if (Number.isInteger(count) && count >= 1 && 2 * count <= treeEnd) return;
  const trees = `${treeEnd} tree${treeEnd === 1 ? "" : "s"}`;
  const message = `got virtualEnsemblesCount ${count} and ${trees}, expected 1 ensemble or more of at least 2 trees each`;
  throw new CatscoreError("TREE_RANGE", message);
}
