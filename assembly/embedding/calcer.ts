import { calcerOwnTable, calcerUnion, readCalcerTable } from "../collection";
import { readBytes, readerPosition } from "../reader";
import { BAD_EMBEDDING_CALCER, BAD_EMBEDDING_PART, fail } from "../status";
import { readKnn } from "./knn";
import { CALCER_KNN, CALCER_LDA, EmbeddingCalcer } from "./layout";
import { readLda } from "./lda";

/** First eight bytes of "EmbedCalcerV1". */
const MAGIC: u64 = 0x6c61436465626d45;

/**
 * Reads a calcer's body.
 * Source: catboost/private/libs/embedding_features/embedding_feature_calcer.cpp
 */
export function readCalcer(calcer: EmbeddingCalcer): bool {
  const magic = readBytes(16);
  const at = readerPosition();
  if (!readCalcerTable(calcer)) return false;
  const type = calcer.type;
  if (load<u64>(magic) !== MAGIC || (type !== CALCER_LDA && type !== CALCER_KNN)) {
    fail(BAD_EMBEDDING_PART, at);
    return false;
  }
  // the union numbers its members otherwise than the type before it: 1 LDA, 2 KNN
  if (calcerUnion() !== type - CALCER_LDA + 1) {
    fail(BAD_EMBEDDING_CALCER, at);
    return false;
  }
  return type === CALCER_LDA ? readLda(calcer, calcerOwnTable()) : readKnn(calcer, calcerOwnTable());
}
