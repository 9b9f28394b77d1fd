import { ctrTablesComplete, numberCtrSplits, readCtrFeatures, readCtrTables } from "./ctr";
import { readEmbeddingPart } from "./embedding/part";
import { numberSplits, readFeatures } from "./features";
import {
  fieldI32,
  fieldTable,
  fieldVector,
  openFlatBuffer,
  vectorItems,
  vectorLength,
  vectorTable,
} from "./flatbuffer";
import { readTrees } from "./forest";
import { readInfo } from "./info";
import { estimatedAt, featureAt, MAX_DIMENSION, model } from "./layout";
import { allocateBytes, limitMemory, unlimitMemory } from "./memory";
import { bytesLeft, openReader, readBytes, readerPosition, readSize, readU32 } from "./reader";
import { reserveRow } from "./row";
import { readScaleAndBias } from "./scale";
import {
  BAD_ESTIMATED_FEATURE,
  BAD_FEATURE,
  BAD_FORMAT_VERSION,
  BAD_TREES,
  fail,
  failed,
  NOT_CBM,
  status,
  TRAILING_BYTES,
  UNSUPPORTED_PART,
} from "./status";
import { readTextPart } from "./text/part";

const MAGIC: u32 = 0x314d4243; // "CBM1"

const PART_CORE: u32 = 0;
const PART_CTR: u32 = 1;
const PART_TEXT: u32 = 2;
const PART_EMBEDDING: u32 = 3;
const PART_KINDS: u32 = 4;
/** Bytes of each kind of part. */
const sizes = memory.data(16, 4);
const MAX_PARTS: u32 = 8;
const parts = memory.data(8, 8);

const FORMAT_VERSION = memory.data<u8>([
  0x46, 0x6c, 0x61, 0x62, 0x75, 0x66, 0x66, 0x65, 0x72, 0x73, 0x4d, 0x6f, 0x64, 0x65, 0x6c, 0x5f, 0x76, 0x31,
]);
const FORMAT_VERSION_BYTES: u32 = 18;
/** "static_provider_v1", "text_process_v2" and "embed_process_1": the first eight bytes tell them apart. */
const CTR_PART_ID: u64 = 0x705f636974617473;
const TEXT_PART_ID: u64 = 0x6f72705f74786574;
const EMBEDDING_PART_ID: u64 = 0x72705f6465626d65;

/** Most memory that a model is laid out in: so much for each byte of the file, and so much besides. */
const LOAD_FACTOR: u64 = 32;
const LOAD_BASE_BYTES: u64 = 1 << 18;

/**
 * Reads a .cbm file and lays the model out for scoring.
 *
 *     0  "CBM1" | size n | n bytes model core (FlatBuffer) | model parts, back to back, to the end
 *
 * @param file address of byteCount bytes, which must stay: the model uses them in place
 * @returns a status
 */
export function readModel(file: usize, byteCount: u32): i32 {
  model.fileAddress = file;
  model.fileBytes = byteCount;
  openReader(file, file + byteCount);
  if (byteCount < 4 || readU32() !== MAGIC) {
    fail(NOT_CBM, file);
    return status();
  }
  const coreBytes = readSize();
  const core = readBytes(coreBytes);
  if (failed()) return status();
  setPartBytes(PART_CORE, u32(coreBytes));
  const root = openFlatBuffer(core, usize(coreBytes));
  const partIds = fieldVector(root, 3, 4);
  const partCount = vectorLength(partIds);
  limitMemory(memoryLimit(byteCount));
  model.loaded =
    readVersion(root) &&
    readPartIds(partIds, partCount) &&
    readCore(fieldTable(root, 1)) &&
    readInfo(fieldVector(root, 2, 4)) &&
    readParts(partCount) &&
    reserveRow();
  unlimitMemory();
  return status();
}

/** Most bytes that the module takes for what it makes of a file: a damaged one must not ask for all there is. */
export function memoryLimit(fileBytes: u32): u64 {
  return LOAD_FACTOR * u64(fileBytes) + LOAD_BASE_BYTES;
}

function readVersion(root: usize): bool {
  const version = fieldVector(root, 0, 1);
  const sound =
    vectorLength(version) === FORMAT_VERSION_BYTES &&
    memory.compare(vectorItems(version), FORMAT_VERSION, usize(FORMAT_VERSION_BYTES)) === 0;
  if (!sound) fail(BAD_FORMAT_VERSION, root);
  return sound;
}

/** Bytes of a part, PART_…; 0 where the model has none. */
export function partBytes(part: u32): u32 {
  return part < PART_KINDS ? load<u32>(sizes + (usize(part) << 2)) : 0;
}

function setPartBytes(part: u32, byteCount: u32): void {
  store<u32>(sizes + (usize(part) << 2), byteCount);
}

/** Notes which parts follow the core: another FlatBuffer is open by the time they are read. */
function readPartIds(partIds: usize, count: u32): bool {
  for (let i: u32 = 0; i < count; i++) {
    const id = vectorTable(partIds, i);
    if (failed()) return false;
    const known = i < MAX_PARTS && load<u32>(id) >= 15 && bytesAfter(id) >= 16;
    const name = known ? load<u64>(id, 4) : 0;
    if (name === CTR_PART_ID) store<u8>(parts + i, PART_CTR);
    else if (name === TEXT_PART_ID) store<u8>(parts + i, PART_TEXT);
    else if (name === EMBEDDING_PART_ID) store<u8>(parts + i, PART_EMBEDDING);
    else fail(UNSUPPORTED_PART, id);
    if (failed()) return false;
  }
  return true;
}

/** Bytes of the file behind an address. */
function bytesAfter(at: usize): usize {
  return model.fileAddress + model.fileBytes - at;
}

function readCore(trees: usize): bool {
  model.dimension = u32(fieldI32(trees, 0, 0));
  if (model.dimension - 1 >= MAX_DIMENSION) fail(BAD_TREES, trees);
  if (failed() || !readFeatures(trees) || !listColumns() || !readCtrFeatures(fieldVector(trees, 7, 4)))
    return false;
  if (!numberSplits()) return false;
  numberCtrSplits();
  return readTrees(trees) && readScaleAndBias(trees);
}

/** Lists the features by column of a row; no two may claim the same. */
function listColumns(): bool {
  for (let i: u32 = 0; i < model.featureCount; i++) {
    model.columnCount = max(model.columnCount, featureAt(i).flatIndex + 1);
  }
  model.columns = allocateBytes(u64(model.columnCount) << 2);
  if (model.columns === 0) return false;
  for (let i: u32 = 0; i < model.featureCount; i++) {
    const column = model.columns + (usize(featureAt(i).flatIndex) << 2);
    if (load<u32>(column) !== 0) {
      fail(BAD_FEATURE, featureAt(i).nameAddress);
      return false;
    }
    store<u32>(column, i + 1);
  }
  return true;
}

function readParts(count: u32): bool {
  for (let i: u32 = 0; i < count; i++) {
    const part = u32(load<u8>(parts + i));
    const start = readerPosition();
    const read =
      part === PART_CTR ? readCtrTables() : part === PART_TEXT ? readTextPart() : readEmbeddingPart();
    if (!read) return false;
    setPartBytes(part, u32(readerPosition() - start));
  }
  if (bytesLeft() > 0) {
    fail(TRAILING_BYTES, readerPosition());
    return false;
  }
  return estimatedComplete() && ctrTablesComplete();
}

/** Every estimated feature that splits can look at must be bound to a calcer by one of the parts. */
function estimatedComplete(): bool {
  for (let i: u32 = 0; i < model.estimatedCount; i++) {
    const feature = estimatedAt(i);
    if (feature.bound || feature.borderCount === 0) continue;
    fail(BAD_ESTIMATED_FEATURE, feature.calcerId);
    return false;
  }
  return true;
}
