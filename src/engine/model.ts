import { CatscoreError } from "../errors.ts";
import { type Feature, readBorders, readFeatures, readImportances } from "./features.ts";
import { type ModelInfo, readInfo } from "./info.ts";
import {
  isPlanOf,
  type Prediction,
  type PredictionPlan,
  type PredictOptions,
  planPrediction,
  readPrediction,
} from "./prediction.ts";
import { type FeatureValue, type Row, RowWriter } from "./rows.ts";
import { statusError } from "./status.ts";
import type { EngineModule } from "./wasm.ts";

export type { Feature, FeatureKind } from "./features.ts";
export type { ModelInfo } from "./info.ts";
export type { Prediction, PredictionType, PredictOptions } from "./prediction.ts";
export type { Embedding, FeatureValue, Row } from "./rows.ts";

export interface ColumnsOptions extends PredictOptions {
  /** Where the answer goes: rows × predictionWidth f64. Default: a new array. */
  readonly out?: Float64Array;
}

/** A loaded CatBoost model: one instance of the module. Synchronous; not to be shared between threads. */
export class Model {
  /** In the order of a row given as an array. */
  readonly features: readonly Feature[];
  readonly info: ModelInfo;
  /** The instance, for who needs more of it (the plates' score math). */
  readonly module: EngineModule;
  readonly #rows: RowWriter;
  /** Of the last call: the options of the next one are mostly the same. */
  #plan: PredictionPlan;
  /** Where the answers of the last call begin, in f64. */
  #out = 0;

  /** @param module an instance that holds a model */
  constructor(module: EngineModule) {
    this.module = module;
    this.features = readFeatures(module);
    this.info = readInfo(module, this.features);
    this.#plan = planPrediction(module, this.info, undefined);
    this.#rows = new RowWriter(module, this.features);
    this.#rows.begin(this.#plan.callRows);
  }

  /** Borders of the float features by index, ascending: between two of them a value makes no difference. */
  featureBorders(): ReadonlyMap<number, Float32Array> {
    return readBorders(this.module);
  }

  /**
   * Numbers that `predictColumns` gives for one row. Asking is also the way to check options before there are rows.
   * @throws PREDICTION_TYPE, TREE_RANGE
   */
  predictionWidth(options?: PredictOptions): number {
    return this.#planFor(options).width;
  }

  /**
   * Scores one row.
   * @throws ROW_SHAPE, ROW_COLUMN_MISSING, ROW_COLUMN_UNKNOWN, ROW_VALUE, PREDICTION_TYPE, TREE_RANGE
   */
  predict(row: Row, options?: PredictOptions): Prediction {
    const plan = this.#planFor(options);
    this.#rows.begin(1);
    this.#rows.write(row, 0);
    this.#run(1, plan);
    return readPrediction(this.module.f64, this.#out, plan);
  }

  /**
   * Scores many rows. Errors name the row, counted from 0, and the column.
   * @throws as predict
   */
  predictMany(rows: readonly Row[], options?: PredictOptions): Prediction[] {
    const plan = this.#planFor(options);
    const { width, callRows } = plan;
    const predictions: Prediction[] = [];
    for (let first = 0; first < rows.length; first += callRows) {
      const count = Math.min(callRows, rows.length - first);
      this.#rows.begin(count);
      for (let i = 0; i < count; i++) this.#rows.write(rows[first + i] as Row, i, first + i);
      this.#run(count, plan);
      const { f64 } = this.module;
      for (let i = 0; i < count; i++) predictions.push(readPrediction(f64, this.#out + i * width, plan));
    }
    return predictions;
  }

  /**
   * Scores columns by feature name, all of one length. "Class" gives positions in `info.classLabels` (0 and 1 for
   * each output of MultiLogloss and MultiCrossEntropy).
   * @returns rows × predictionWidth f64, row-major; of "VirtEnsembles" rows × ensembles × dimension
   * @throws as predict; ROW_SHAPE where lengths differ or `out` has the wrong one
   */
  predictColumns(
    columns: Readonly<Record<string, ArrayLike<FeatureValue>>>,
    options?: ColumnsOptions,
  ): Float64Array {
    const plan = this.#planFor(options);
    const { width, callRows } = plan;
    const rowCount = this.#columnLength(columns);
    const out = options?.out ?? new Float64Array(rowCount * width);
    if (out.length !== rowCount * width) {
      const message = `out has room for ${out.length} numbers, expected ${rowCount * width} (rows × ${width})`;
      throw new CatscoreError("ROW_SHAPE", message);
    }
    for (let first = 0; first < rowCount; first += callRows) {
      const count = Math.min(callRows, rowCount - first);
      this.#rows.begin(count);
      for (const feature of this.features) {
        const column = columns[feature.name] as ArrayLike<FeatureValue>;
        this.#rows.writeColumn(feature, column, first, count);
      }
      this.#run(count, plan);
      out.set(this.module.f64.subarray(this.#out, this.#out + count * width), first * width);
    }
    return out;
  }

  /**
   * How much each feature changes the predictions, in percent: Python's `get_feature_importance` of type
   * PredictionValuesChange. Made of leaf values and leaf weights; in a model without weights all leaves weigh the same.
   * NaN where no split changes anything.
   * @returns one for each of `features`
   * @throws MODEL_TOO_LARGE
   */
  featureImportances(): Float64Array {
    const status = this.module.exports.computeImportances();
    this.module.refresh();
    if (status !== 0) throw statusError(this.module, status, "feature importances");
    return readImportances(this.module, this.features);
  }

  #columnLength(columns: Readonly<Record<string, ArrayLike<FeatureValue>>>): number {
    let length: number | undefined;
    for (const { name } of this.features) {
      const column = columns[name];
      if (column === undefined) throw new CatscoreError("ROW_COLUMN_MISSING", `column "${name}" is missing`);
      if (typeof column?.length !== "number" || typeof column === "string") {
        throw new CatscoreError("ROW_SHAPE", `column "${name}" is no array`);
      }
      length ??= column.length;
      if (column.length === length) continue;
      throw new CatscoreError(
        "ROW_SHAPE",
        `column "${name}" has ${column.length} values, expected ${length}`,
      );
    }
    for (const name of Object.keys(columns)) {
      if (this.#rows.feature(name) !== undefined) continue;
      throw new CatscoreError("ROW_COLUMN_UNKNOWN", `column "${name}" is no feature of the model`);
    }
    return length ?? 0;
  }

  #planFor(options: PredictOptions | undefined): PredictionPlan {
    if (!isPlanOf(this.#plan, options)) this.#plan = planPrediction(this.module, this.info, options);
    return this.#plan;
  }

  #run(rowCount: number, { typeNumber, asked, treeEnd }: PredictionPlan): void {
    const { exports } = this.module;
    const { ntreeStart, virtualEnsemblesCount } = asked;
    const status = exports.predict(rowCount, typeNumber, ntreeStart, treeEnd, virtualEnsemblesCount);
    this.module.refresh();
    if (status !== 0) throw statusError(this.module, status, "scoring");
    this.#out = (exports.outAddress() >>> 0) >>> 3;
  }
}
