import { type Calcer, readCalcers } from "./calcers.ts";
import { type Ctr, readCtrs } from "./ctrs.ts";
import { type Feature, readMetadata } from "./features.ts";
import { type ClassLabel, readClassLabels, readLossFunction } from "./labels.ts";
import type { EngineModule } from "./wasm.ts";

/** What is known of a model without scoring. */
export interface ModelInfo {
  /** Whether the SIMD build runs. */
  readonly simd: boolean;
  /** Of the model's file. */
  readonly byteCount: number;
  /** Bytes of the file's parts; 0 where one is absent. */
  readonly partBytes: PartBytes;
  /** Slots of one row in the module's input blocks. */
  readonly inputCount: number;
  /** Raw values that the trees give for one row. */
  readonly dimension: number;
  /** Raw values of one row with those of classes that training never saw: -Infinity. */
  readonly outputCount: number;
  readonly treeCount: number;
  /** Whether all trees test the same split in all nodes of a level. */
  readonly symmetric: boolean;
  readonly treeDepthMax: number;
  /** Leaves of all trees; each has a value for each dimension. */
  readonly leafCount: number;
  readonly scale: number;
  /** Of each dimension. */
  readonly bias: readonly number[];
  readonly lossFunction: string | undefined;
  /** In output order; empty where the model is no classifier. */
  readonly classLabels: readonly ClassLabel[];
  /** In the model's order. Read when asked for. */
  readonly ctrs: readonly Ctr[];
  /** Of texts and embeddings, in the model's order. Read when asked for. */
  readonly calcers: readonly Calcer[];
  /** Key to value, as CatBoost stores them: training parameters as JSON text among them. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Memory of the module with the model in it. */
  readonly memoryBytes: number;
}

export interface PartBytes {
  /** Trees, features and the info map. */
  readonly core: number;
  readonly ctrTables: number;
  readonly textProcessing: number;
  readonly embeddingProcessing: number;
}

export function readInfo(module: EngineModule, features: readonly Feature[]): ModelInfo {
  const { exports, simd } = module;
  const dimension = exports.dimension();
  return {
    simd,
    byteCount: exports.fileBytes() >>> 0,
    partBytes: {
      core: exports.partBytes(0) >>> 0,
      ctrTables: exports.partBytes(1) >>> 0,
      textProcessing: exports.partBytes(2) >>> 0,
      embeddingProcessing: exports.partBytes(3) >>> 0,
    },
    inputCount: countSlots(features),
    dimension,
    outputCount: exports.outputCount(),
    treeCount: exports.treeCount(),
    symmetric: exports.isSymmetric() === 1,
    treeDepthMax: exports.treeDepthMax(),
    leafCount: exports.leafCount(),
    scale: exports.modelScale(),
    bias: Array.from({ length: dimension }, (_, k) => exports.modelBias(k)),
    lossFunction: readLossFunction(module),
    classLabels: readClassLabels(module),
    get ctrs() {
      return readCtrs(module, features);
    },
    get calcers() {
      return readCalcers(module, features);
    },
    get metadata() {
      return readMetadata(module);
    },
    memoryBytes: exports.memoryUsed() >>> 0,
  };
}

/** Each kind has the slots up to that of its last feature. */
function countSlots(features: readonly Feature[]): number {
  const slotCounts = new Map<string, number>();
  for (const { kind, slot } of features) slotCounts.set(kind, Math.max(slotCounts.get(kind) ?? 0, slot + 1));
  return [...slotCounts.values()].reduce((sum, slotCount) => sum + slotCount, 0);
}
