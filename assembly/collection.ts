import {
  field,
  fieldTable,
  fieldU8,
  fieldVector,
  openFlatBuffer,
  vectorItems,
  vectorLength,
} from "./flatbuffer";
import { CalcerOutputs, EstimatedFeature, estimatedAt, UNBOUND } from "./layout";
import { allocateBytes } from "./memory";
import { readBytes, readU32, readU64 } from "./reader";
import { failed } from "./status";

/**
 * What the collections of text and of embedding processing have in common.
 *
 *     16 bytes magic | u64 n, n bytes header FlatBuffer | parts: u64 n, n bytes FlatBuffer {u8 kind, id}, body …
 *     a calcer's body ends with: u32 type | u64 n, n bytes FlatBuffer {id, active outputs, union} | its own tables
 *
 * Source: catboost/private/libs/feature_estimator, text_features, embedding_features
 */

/** Of the last part. */
let kind: u32 = 0;
let id: usize = 0;
/** Of the last calcer. */
let union: u32 = 0;
let ownTable: usize = 0;

/** Reads up to the first part. @returns the header's root table, 0 where there is none */
export function readCollectionHeader(): usize {
  readBytes(16);
  const byteCount = readU64();
  const header = readBytes(byteCount);
  return failed() ? 0 : openFlatBuffer(header, usize(byteCount));
}

/** Reads what stands before the body of a part. */
export function readPartHead(): bool {
  const byteCount = readU64();
  const table = readBytes(byteCount);
  if (failed()) return false;
  const root = openFlatBuffer(table, usize(byteCount));
  kind = fieldU8(root, 0, 0);
  id = field(root, 1, 16);
  return !failed();
}

export function partKind(): u32 {
  return kind;
}

/** Address of 16 bytes; 0 where the part has no id. */
export function partId(): usize {
  return id;
}

/** Reads a calcer's type and FlatBuffer, which stays open; its outputs are unbound. */
export function readCalcerTable(calcer: CalcerOutputs): bool {
  calcer.type = readU32();
  const byteCount = readU64();
  const table = readBytes(byteCount);
  if (failed()) return false;
  const root = openFlatBuffer(table, usize(byteCount));
  const active = fieldVector(root, 1, 4);
  union = fieldU8(root, 2, 0);
  ownTable = fieldTable(root, 3);
  calcer.active = vectorItems(active);
  calcer.outputCount = vectorLength(active);
  calcer.outputs = allocateBytes(u64(calcer.outputCount) << 2);
  if (failed()) return false;
  memory.fill(calcer.outputs, 0xff, usize(calcer.outputCount) << 2);
  return true;
}

/** Which member of the union the calcer's own table is. */
export function calcerUnion(): u32 {
  return union;
}

/** The calcer's own table. */
export function calcerOwnTable(): usize {
  return ownTable;
}

/** Binds the output of a calcer that an estimated feature names to it; no other may have it already. */
export function bindOutput(calcer: CalcerOutputs, estimated: u32): bool {
  const feature = estimatedAt(estimated);
  if (feature.output >= calcer.outputCount) return false;
  const at = calcer.outputs + (usize(feature.output) << 2);
  if (load<u32>(at) !== UNBOUND) return false;
  store<u32>(at, estimated);
  feature.bound = true;
  return true;
}

/** The estimated feature that takes an output of a calcer; null where none does. */
export function outputFeature(calcer: CalcerOutputs, output: u32): EstimatedFeature {
  const estimated = load<u32>(calcer.outputs + (usize(output) << 2));
  return estimated === UNBOUND ? changetype<EstimatedFeature>(0) : estimatedAt(estimated);
}
