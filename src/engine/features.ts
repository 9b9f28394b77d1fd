import type { EngineModule } from "./wasm.ts";

export type FeatureKind = "float" | "categorical" | "text" | "embedding";

/** One input feature of a model. */
export interface Feature {
  /** Position in a row given as an array (CatBoost's flat index). @example 0 */
  readonly index: number;
  /** CatBoost's feature name; the decimal index where the model has none. @example "age" */
  readonly name: string;
  readonly kind: FeatureKind;
  /** Whether the model looks at it. */
  readonly used: boolean;
  /** Number of borders of a float feature, 0 for the others. */
  readonly borderCount: number;
  /** How many numbers an embedding has; 0 for the other kinds, and where the model looks at none of them. */
  readonly dimension: number;
  /** Position in the module's input block of its kind. */
  readonly slot: number;
}

const KINDS: readonly FeatureKind[] = ["float", "categorical", "text", "embedding"];

const decoder = new TextDecoder();

/** The features of a loaded model, by index. */
export function readFeatures(module: EngineModule): Feature[] {
  const { exports } = module;
  const features: Feature[] = [];
  for (let i = 0; i < exports.featureCount(); i++) {
    const index = exports.featureColumn(i);
    const name = text(module, exports.featureName(i), exports.featureNameBytes(i));
    features.push({
      index,
      name: name === "" ? String(index) : name,
      kind: KINDS[exports.featureKind(i)] ?? "float",
      used: exports.featureUsed(i) === 1,
      borderCount: exports.featureBorderCount(i),
      dimension: exports.featureDimension(i),
      slot: exports.featureSlot(i),
    });
  }
  return features.sort((a, b) => a.index - b.index);
}

/** The model's info map: keys to values. */
export function readMetadata(module: EngineModule): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (let i = 0; i < module.exports.infoCount(); i++) {
    const entry = (module.exports.infoEntry(i) >>> 0) >>> 2;
    const [key = 0, keyBytes = 0, value = 0, valueBytes = 0] = module.u32.subarray(entry, entry + 4);
    metadata[text(module, key, keyBytes)] = text(module, value, valueBytes);
  }
  return metadata;
}

function text(module: EngineModule, address: number, byteCount: number): string {
  return decoder.decode(module.u8.subarray(address >>> 0, (address >>> 0) + byteCount));
}
