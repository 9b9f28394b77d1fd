import type { FeatureKind, Prediction, PredictionType } from "../src/index.ts";

/** What the page knows of a model. */
export interface ModelFacts {
  /** The file's name. */
  readonly name: string;
  readonly byteCount: number;
  /** Time from the bytes to the first answer. */
  readonly loadMs: number;
  readonly simd: boolean;
  readonly lossFunction: string | undefined;
  readonly classLabels: readonly (string | number | boolean)[];
  /** Raw values of a row. */
  readonly outputCount: number;
  readonly treeCount: number;
  readonly symmetric: boolean;
  readonly treeDepthMax: number;
  readonly leafCount: number;
  /** In the order of a row. */
  readonly features: readonly FeatureFacts[];
  /** What the model can give. */
  readonly types: readonly PredictionType[];
  /** Numbers of an answer of each type. */
  readonly widths: Readonly<Partial<Record<PredictionType, number>>>;
  /** Whether it scores bodies of /reg/. */
  readonly isPlateModel: boolean;
}

export interface FeatureFacts {
  /** Place in a row. */
  readonly index: number;
  readonly name: string;
  readonly kind: FeatureKind;
  readonly used: boolean;
  /** Of a float feature, ascending. */
  readonly borders: Float32Array;
  /** Of an embedding; 0 where any length will do. */
  readonly dimension: number;
  /** A missing value is an error. */
  readonly refusesMissing: boolean;
  /** Share of the prediction's changes, in percent. */
  readonly importance: number;
}

/** A row as the form has it: texts, null for a missing number, pieces of an embedding. */
export type FormRow = readonly FormValue[];
export type FormValue = string | null | readonly string[];

/** What the plate model says of a body. */
export interface PlateAnswer {
  readonly negative: number;
  readonly positive: number;
  /** The 41 features by name, in their order; NaN is a missing number. */
  readonly features: readonly (readonly [name: string, value: string | number])[];
}

/** How the columns of a CSV and the features of the model go together. */
export interface CsvColumns {
  readonly columnCount: number;
  /** Columns that no feature has; they are passed over. */
  readonly unknown: readonly string[];
  /** Features that have no column. */
  readonly missing: readonly string[];
}

/** How far the scoring of a CSV is. */
export interface CsvProgress {
  readonly rowCount: number;
  /** Bytes of the file that are scored. */
  readonly byteCount: number;
  readonly elapsedMs: number;
  readonly histogram: Histogram;
}

/** How one number of the answers is distributed. */
export interface Histogram {
  /** Where the first bin begins and the last one ends; equal where all values are. */
  readonly low: number;
  readonly high: number;
  /** Values of each bin. */
  readonly counts: readonly number[];
  /** Where the values are class labels: a bin is one of them. */
  readonly labels: readonly string[] | undefined;
  /** Of the finite values. */
  readonly minimum: number;
  readonly mean: number;
  readonly maximum: number;
  /** Values that are infinite or no number. */
  readonly otherCount: number;
}

/** What the page can ask of the worker, and what it gets. */
export interface Calls {
  /** Replaces the model; where it fails, the one before stays. */
  load: { ask: { name: string; bytes: ArrayBuffer }; answer: ModelFacts };
  predict: { ask: { row: FormRow; type: PredictionType }; answer: Prediction };
  plate: { ask: { body: Readonly<Record<string, string>> }; answer: PlateAnswer };
  columns: { ask: { file: File }; answer: CsvColumns };
  /** Scores a CSV. Says how far it is by `progress` messages. */
  score: { ask: { file: File; type: PredictionType; output: number }; answer: CsvProgress };
  /** Ends the scoring that is under way. */
  cancel: { ask: Record<never, never>; answer: undefined };
  /** Of another output of the CSV that was scored last. */
  histogram: { ask: { output: number }; answer: Histogram };
  /** The answers of the CSV that was scored last, as a CSV. */
  answers: { ask: Record<never, never>; answer: Blob };
}

export type CallName = keyof Calls;

export type ToWorker =
  /** The first message: where the modules lie. */
  | { readonly base: string }
  | {
      readonly [K in CallName]: { readonly id: number; readonly name: K; readonly ask: Calls[K]["ask"] };
    }[CallName];

export type FromWorker =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly progress: CsvProgress };
