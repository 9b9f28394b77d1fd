import type { EngineModule } from "./wasm.ts";

export type FeatureKind = "float" | "categorical" | "text" | "embedding";

/**
 * What a missing float is: less (Min) or greater (Max) than every border; refused (Forbidden); or, where the
 * training saw none, a value that is not above any border (AsIs).
 */
export type NanMode = "AsIs" | "Min" | "Max" | "Forbidden";

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
  /** Of a float feature; undefined for the others. */
  readonly nanMode: NanMode | undefined;
  /** Position in the module's input block of its kind. */
  readonly slot: number;
}

const KINDS: readonly FeatureKind[] = ["float", "categorical", "text", "embedding"];
const NAN_MODES: readonly NanMode[] = ["AsIs", "Min", "Max", "Forbidden"];

/** The features of a loaded model, by index. */
export function readFeatures(module: EngineModule): Feature[] {
  const { exports } = module;
  const features: Feature[] = [];
  for (let i = 0; i < exports.featureCount(); i++) {
    const index = exports.featureColumn(i);
    const kind = KINDS[exports.featureKind(i)] ?? "float";
    const name = module.text(exports.featureName(i), exports.featureNameBytes(i));
    features.push({
      index,
      name: name === "" ? String(index) : name,
      kind,
      used: exports.featureUsed(i) === 1,
      borderCount: exports.featureBorderCount(i),
      dimension: exports.featureDimension(i),
      nanMode: kind === "float" ? NAN_MODES[exports.featureNanMode(i)] : undefined,
      slot: exports.featureSlot(i),
    });
  }
  return features.sort((a, b) => a.index - b.index);
}

/** The importance of each of some features, in percent; the module must have computed them. */
export function readImportances({ exports }: EngineModule, features: readonly Feature[]): Float64Array {
  const byColumn = new Map<number, number>();
  for (let i = 0; i < exports.featureCount(); i++) {
    byColumn.set(exports.featureColumn(i), exports.featureImportance(i));
  }
  return Float64Array.from(features, ({ index }) => byColumn.get(index) ?? 0);
}

/** The model's info map: keys to values. */
export function readMetadata(module: EngineModule): Record<string, string> {
  const entries = Array.from({ length: module.exports.infoCount() }, (_, i) => {
    const [key = 0, keyBytes = 0, value = 0, valueBytes = 0] = module.words(module.exports.infoEntry(i), 4);
    return [module.text(key, keyBytes), module.text(value, valueBytes)] as const;
  });
  return Object.fromEntries(entries);
}

/** Borders of the float features by index, ascending; none of a feature that the model does not look at. */
export function readBorders(module: EngineModule): Map<number, Float32Array> {
  const { exports } = module;
  const borders = new Map<number, Float32Array>();
  for (let i = 0; i < exports.featureCount(); i++) {
    if (KINDS[exports.featureKind(i)] !== "float") continue;
    const first = exports.featureBorders(i) >>> 0;
    const bytes = module.u8.slice(first, first + 4 * exports.featureBorderCount(i));
    borders.set(exports.featureColumn(i), new Float32Array(bytes.buffer));
  }
  return borders;
}
