import { CatscoreError } from "../errors.ts";
import { type Feature, readFeatures, readMetadata } from "./features.ts";
import { type ClassLabel, classLabels, lossFunction } from "./labels.ts";
import { type FeatureValue, type Row, RowWriter } from "./rows.ts";
import { statusError } from "./status.ts";
import { type EngineModule, instantiateEngine, readBytes } from "./wasm.ts";

export type { Feature, FeatureKind } from "./features.ts";
export type { Embedding, FeatureValue, Row } from "./rows.ts";

/** CatBoost's names of what a prediction can be; the numbers are those of the module. */
const PREDICTION_TYPES = {
  RawFormulaVal: 0,
  Probability: 1,
  LogProbability: 2,
  Class: 3,
  Exponent: 4,
  RMSEWithUncertainty: 5,
} as const;

export type PredictionType = keyof typeof PREDICTION_TYPES;

/** All prediction types, by name. */
export const predictionTypes = Object.keys(PREDICTION_TYPES) as readonly PredictionType[];

/** One row's answer: a number, a class label, or one number for each output. */
export type Prediction = number | ClassLabel | number[];

export interface PredictOptions {
  /** Default RawFormulaVal. */
  readonly type?: PredictionType;
}

export interface ColumnsOptions extends PredictOptions {
  /** Where the answer goes: rows × width f64. Default: a new array. */
  readonly out?: Float64Array;
}

export interface LoadOptions {
  /** false forces the build without SIMD. Default: SIMD where the runtime has it. */
  readonly simd?: boolean;
  /** What errors call a model that is given as bytes. Default: "the model". */
  readonly name?: string;
}

/** What is known of a model without scoring. */
export interface ModelInfo {
  /** Whether the SIMD build runs. */
  readonly simd: boolean;
  readonly byteCount: number;
  /** Raw values of one row. */
  readonly dimension: number;
  readonly treeCount: number;
  readonly treeDepthMax: number;
  readonly leafCount: number;
  readonly scale: number;
  readonly bias: readonly number[];
  readonly lossFunction: string | undefined;
  /** In output order; empty where the model is no classifier. */
  readonly classLabels: readonly ClassLabel[];
  /** Key to value, as CatBoost stores them: training parameters as JSON text among them. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Memory of the module with the model in it. */
  readonly memoryBytes: number;
}

/** Rows that go to the module in one call: enough to fill its blocks, few enough to stay in cache. */
const CALL_ROWS = 1024;

/** A loaded CatBoost model: one instance of the module. Synchronous; not to be shared between threads. */
export class Model {
  /** In the order of a row given as an array. */
  readonly features: readonly Feature[];
  readonly info: ModelInfo;
  /** The instance, for who needs more of it (the plates' score math). */
  readonly module: EngineModule;
  readonly #rows: RowWriter;
  readonly #out: number;

  /** @param module an instance that holds a model of byteCount bytes */
  constructor(module: EngineModule, byteCount: number) {
    const { exports } = module;
    const metadata = readMetadata(module);
    this.module = module;
    this.features = readFeatures(module);
    this.#rows = new RowWriter(module, this.features);
    this.#rows.begin(CALL_ROWS);
    this.#out = (exports.outAddress() >>> 0) >>> 3;
    this.info = {
      simd: module.simd,
      byteCount,
      dimension: exports.dimension(),
      treeCount: exports.treeCount(),
      treeDepthMax: exports.treeDepthMax(),
      leafCount: exports.leafCount(),
      scale: exports.modelScale(),
      bias: [exports.modelBias()],
      lossFunction: lossFunction(metadata),
      classLabels: classLabels(metadata),
      metadata,
      memoryBytes: exports.memoryUsed() >>> 0,
    };
  }

  /**
   * Scores one row.
   * @throws ROW_SHAPE, ROW_COLUMN_MISSING, ROW_COLUMN_UNKNOWN, ROW_VALUE, PREDICTION_TYPE
   */
  predict(row: Row, options?: PredictOptions): Prediction {
    const type = options?.type ?? "RawFormulaVal";
    this.#width(type);
    this.#rows.begin(1);
    this.#rows.write(row, 0);
    this.#run(1, type);
    return this.#prediction(0, type);
  }

  /**
   * Scores many rows. Errors name the row, counted from 0, and the column.
   * @throws as predict
   */
  predictMany(rows: readonly Row[], options?: PredictOptions): Prediction[] {
    const type = options?.type ?? "RawFormulaVal";
    this.#width(type);
    const predictions: Prediction[] = [];
    for (let first = 0; first < rows.length; first += CALL_ROWS) {
      const count = Math.min(CALL_ROWS, rows.length - first);
      this.#rows.begin(count);
      for (let i = 0; i < count; i++) this.#rows.write(rows[first + i] as Row, i, first + i);
      this.#run(count, type);
      for (let i = 0; i < count; i++) predictions.push(this.#prediction(i, type));
    }
    return predictions;
  }

  /**
   * Scores columns by feature name, all of one length. "Class" gives positions in `info.classLabels`.
   * @returns rows × width f64, row-major; width is 2 for "Probability" and "LogProbability", else 1
   * @throws as predict; ROW_SHAPE where lengths differ or `out` has the wrong one
   */
  predictColumns(
    columns: Readonly<Record<string, ArrayLike<FeatureValue>>>,
    options?: ColumnsOptions,
  ): Float64Array {
    const type = options?.type ?? "RawFormulaVal";
    const width = this.#width(type);
    const rowCount = this.#columnLength(columns);
    const out = options?.out ?? new Float64Array(rowCount * width);
    if (out.length !== rowCount * width) {
      const message = `out has room for ${out.length} numbers, expected ${rowCount * width} (rows × ${width})`;
      throw new CatscoreError("ROW_SHAPE", message);
    }
    for (let first = 0; first < rowCount; first += CALL_ROWS) {
      const count = Math.min(CALL_ROWS, rowCount - first);
      this.#rows.begin(count);
      for (const feature of this.features) {
        const column = columns[feature.name] as ArrayLike<FeatureValue>;
        this.#rows.writeColumn(feature, column, first, count);
      }
      this.#run(count, type);
      out.set(this.module.f64.subarray(this.#out, this.#out + count * width), first * width);
    }
    return out;
  }

  #columnLength(columns: Readonly<Record<string, ArrayLike<FeatureValue>>>): number {
    let length: number | undefined;
    for (const { name } of this.features) {
      const column = columns[name];
      if (column === undefined) throw new CatscoreError("ROW_COLUMN_MISSING", `column "${name}" is missing`);
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

  /** Numbers that a type gives for one row. @throws PREDICTION_TYPE */
  #width(type: PredictionType): number {
    const number = PREDICTION_TYPES[type];
    const width = number === undefined ? 0 : this.module.exports.predictionWidth(number);
    const noLabels = type === "Class" && this.info.classLabels.length < 2;
    if (width > 0 && !noLabels) return width;
    const loss = this.info.lossFunction ?? "unknown";
    const message = `a model with the loss ${loss} cannot give "${type}"`;
    throw new CatscoreError("PREDICTION_TYPE", message);
  }

  #run(rowCount: number, type: PredictionType): void {
    const { exports } = this.module;
    const status = exports.predict(rowCount, PREDICTION_TYPES[type]);
    this.module.refresh();
    if (status !== 0) throw statusError(status, exports.statusPosition(), "scoring");
  }

  /** Answer number `at` of the output block, in the shape of the Python package's. */
  #prediction(at: number, type: PredictionType): Prediction {
    const { f64 } = this.module;
    if (type === "Probability" || type === "LogProbability") {
      const first = this.#out + 2 * at;
      return [f64[first] as number, f64[first + 1] as number];
    }
    const value = f64[this.#out + at] as number;
    return type === "Class" ? (this.info.classLabels[value] as ClassLabel) : value;
  }
}

/**
 * Loads a `.cbm` model.
 * @param source path, URL or the file's bytes
 * @throws MODEL_NOT_FOUND, MODEL_DAMAGED, MODEL_UNSUPPORTED, MODEL_TOO_LARGE
 */
export async function loadModel(
  source: string | URL | Uint8Array,
  options: LoadOptions = {},
): Promise<Model> {
  const [module, bytes] = await Promise.all([instantiateEngine(options.simd), bytesOf(source)]);
  const file = module.allocate(bytes.length);
  module.u8.set(bytes, file);
  const status = module.exports.loadModel(file, bytes.length);
  module.refresh();
  const name = source instanceof Uint8Array ? (options.name ?? "the model") : String(source);
  if (status !== 0) throw statusError(status, module.exports.statusPosition(), name);
  try {
    return new Model(module, bytes.length);
  } catch (cause) {
    if (!(cause instanceof CatscoreError)) throw cause;
    throw new CatscoreError(cause.code, `${name}: ${cause.message}`, { cause });
  }
}

async function bytesOf(source: string | URL | Uint8Array): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  try {
    if (source instanceof URL) return await readBytes(source);
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source)) return await readBytes(new URL(source));
    const { pathToFileURL } = await import("node:url");
    return await readBytes(pathToFileURL(source));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CatscoreError("MODEL_NOT_FOUND", `cannot read the model ${source}: ${reason}`, { cause });
  }
}
