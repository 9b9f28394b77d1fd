import { fieldTable, fieldU8, fieldVector, openFlatBuffer, vectorItems, vectorLength } from "../flatbuffer";
import { allocateBytes } from "../memory";
import { readBytes, readerPosition, readU32, readU64 } from "../reader";
import { BAD_EMBEDDING_CALCER, BAD_EMBEDDING_PART, fail, failed } from "../status";
import { readKnn } from "./knn";
import { CALCER_KNN, CALCER_LDA, EmbeddingCalcer } from "./layout";
import { readLda } from "./lda";

/** First eight bytes of "EmbedCalcerV1". */
const MAGIC: u64 = 0x6c61436465626d45;

/**
 * Reads a calcer's body: 16 bytes magic, u32 type, u64 n, n bytes FlatBuffer, then its own tables.
 * Source: catboost/private/libs/embedding_features/embedding_feature_calcer.cpp
 */
export function readCalcer(calcer: EmbeddingCalcer): bool {
  const magic = readBytes(16);
  const at = readerPosition();
  const type = readU32();
  const byteCount = readU64();
  const table = readBytes(byteCount);
  if (failed()) return false;
  if (load<u64>(magic) !== MAGIC || (type !== CALCER_LDA && type !== CALCER_KNN)) {
    fail(BAD_EMBEDDING_PART, at);
    return false;
  }
  const root = openFlatBuffer(table, usize(byteCount));
  const active = fieldVector(root, 1, 4);
  const union = fieldU8(root, 2, 0);
  const own = fieldTable(root, 3);
  calcer.outputCount = vectorLength(active);
  calcer.outputs = allocateBytes(u64(calcer.outputCount) << 2);
  if (failed()) return false;
  // the union numbers its members otherwise than the type before it: 1 LDA, 2 KNN
  if (union !== type - CALCER_LDA + 1) {
    fail(BAD_EMBEDDING_CALCER, table);
    return false;
  }
  calcer.type = type;
  calcer.active = vectorItems(active);
  memory.fill(calcer.outputs, 0xff, usize(calcer.outputCount) << 2);
  return type === CALCER_LDA ? readLda(calcer, own) : readKnn(calcer, own);
}
