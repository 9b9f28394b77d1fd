import { CatscoreError } from "../errors.ts";

/** What the module exports (assembly/index.ts, docs/abi.md). Addresses and counts are u32. */
export interface EngineExports {
  readonly memory: WebAssembly.Memory;
  abiVersion(): number;
  hasSimd(): number;
  allocate(byteCount: number): number;
  memoryUsed(): number;
  loadModel(file: number, byteCount: number): number;
  statusPosition(): number;
  statusMessage(status: number): number;
  statusMessageBytes(status: number): number;
  fileBytes(): number;
  computeImportances(): number;
  featureCount(): number;
  featureKind(index: number): number;
  featureColumn(index: number): number;
  featureSlot(index: number): number;
  featureUsed(index: number): number;
  featureBorderCount(index: number): number;
  featureBorders(index: number): number;
  featureDimension(index: number): number;
  featureImportance(index: number): number;
  featureNanMode(index: number): number;
  featureName(index: number): number;
  featureNameBytes(index: number): number;
  infoCount(): number;
  infoEntry(index: number): number;
  treeCount(): number;
  treeDepthMax(): number;
  leafCount(): number;
  isSymmetric(): number;
  dimension(): number;
  outputCount(): number;
  modelScale(): number;
  modelBias(output: number): number;
  lossFunction(): number;
  lossFunctionBytes(): number;
  classCount(): number;
  classLabelKind(index: number): number;
  classLabelNumber(index: number): number;
  classLabelText(index: number): number;
  classLabelTextBytes(index: number): number;
  partBytes(part: number): number;
  ctrCount(): number;
  describeCtr(index: number): number;
  calcerCount(): number;
  describeCalcer(index: number): number;
  hashCategory(text: number, byteCount: number): number;
  reserveRows(rowCount: number): number;
  floatsAddress(): number;
  categoriesAddress(): number;
  textsAddress(): number;
  embeddingsAddress(): number;
  outAddress(): number;
  predictionWidth(type: number): number;
  predict(rowCount: number, type: number, treeBegin: number, treeEnd: number, ensembleCount: number): number;
  parseScores(text: number, byteCount: number): number;
  reserveScores(roomCount: number): number;
  takeScores(count: number): void;
  largestScore(): number;
  smallestScore(): number;
  lowestScores(symbols: number, symbolCount: number, alphabetSize: number): number;
}

/** Of the module that this host is written for. */
const ABI_VERSION = 3;

/** The largest number of 32 bits. */
const ADDRESS_MAX = 2 ** 32 - 1;

const decoder = new TextDecoder();

/** One instance of the module: its exports, and views of its memory that are made again when it grew. */
export class EngineModule {
  readonly exports: EngineExports;
  readonly simd: boolean;
  u8 = new Uint8Array(0);
  u32 = new Uint32Array(0);
  f32 = new Float32Array(0);
  f64 = new Float64Array(0);

  /** @throws Error where the exports are those of another module */
  constructor(instance: WebAssembly.Exports) {
    const exports = instance as unknown as EngineExports;
    const version = exports.abiVersion?.();
    if (version === undefined) throw new Error("the module is not catscore's");
    if (version !== ABI_VERSION) {
      throw new Error(`the module has ABI version ${version}, expected ${ABI_VERSION}`);
    }
    this.exports = exports;
    this.simd = exports.hasSimd() === 1;
    this.refresh();
  }

  /** Makes the views again if the memory grew; to be called after anything that may allocate. */
  refresh(): void {
    const buffer = this.exports.memory.buffer;
    if (this.u8.buffer === buffer) return;
    this.u8 = new Uint8Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.f32 = new Float32Array(buffer);
    this.f64 = new Float64Array(buffer);
  }

  /** Takes byteCount bytes of the module's memory for good. @throws MODEL_TOO_LARGE */
  allocate(byteCount: number): number {
    // a number of 33 bits would arrive as a smaller one
    const address = byteCount <= ADDRESS_MAX ? this.exports.allocate(byteCount) >>> 0 : 0;
    if (address === 0) {
      throw new CatscoreError("MODEL_TOO_LARGE", `the module has no room for ${byteCount} bytes more`);
    }
    this.refresh();
    return address;
  }

  /** The UTF-8 text of byteCount bytes at an address, both as an export gives them. */
  text(address: number, byteCount: number): string {
    return decoder.decode(this.u8.subarray(address >>> 0, (address >>> 0) + (byteCount >>> 0)));
  }

  /** The u32 words of a record at an address. */
  words(address: number, count: number): Uint32Array {
    return this.u32.subarray((address >>> 0) >>> 2, ((address >>> 0) >>> 2) + count);
  }
}

/** (module (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt)): valid only where SIMD is. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
]);

/** Whether the runtime takes the build with SIMD. */
export function takesSimd(): boolean {
  return WebAssembly.validate(SIMD_PROBE);
}
