import { partId, partKind, readCollectionHeader, readPartHead } from "../collection";
import { readBytes, readerPosition } from "../reader";
import { BAD_TEXT_PART, fail, failed } from "../status";
import { bindEstimatedFeatures, readCalcer } from "./calcer";
import { readDictionary } from "./dictionary";
import { noteDictionary, noteTokenizer, readGraph } from "./graph";
import { readTokenizer } from "./tokenizer";

/** First eight bytes of "TokenizerV1", "DictionaryV1" and "FeatureCalcerV1". */
const TOKENIZER_MAGIC: u64 = 0x657a696e656b6f54;
const DICTIONARY_MAGIC: u64 = 0x616e6f6974636944;
const CALCER_MAGIC: u64 = 0x4365727574616546;

const PART_TOKENIZER: u32 = 0;
const PART_DICTIONARY: u32 = 1;
const PART_CALCER: u32 = 2;
const PART_END: u32 = 3;

/**
 * Reads the part "text_process_v2".
 *
 *     header | parts (collection.ts), the last of them empty
 *     body of a tokenizer or dictionary: 16 bytes magic, the id again, …     of a calcer: 16 bytes magic, …
 *
 * Source: catboost/private/libs/text_features/text_processing_collection.cpp
 */
export function readTextPart(): bool {
  const header = readCollectionHeader();
  if (failed() || !readGraph(header)) return false;
  while (true) {
    const at = readerPosition();
    if (!readPartHead()) return false;
    if (partKind() === PART_END) break;
    if (partId() === 0 || partKind() > PART_END) {
      fail(BAD_TEXT_PART, at);
      return false;
    }
    if (!readPart(partKind(), partId())) return false;
  }
  return bindEstimatedFeatures();
}

function readPart(kind: u32, id: usize): bool {
  const magic = readBytes(16);
  const sameId = kind === PART_CALCER ? id : readBytes(16);
  if (failed()) return false;
  const expected =
    kind === PART_TOKENIZER ? TOKENIZER_MAGIC : kind === PART_DICTIONARY ? DICTIONARY_MAGIC : CALCER_MAGIC;
  if (load<u64>(magic) !== expected || memory.compare(id, sameId, 16) !== 0) {
    fail(BAD_TEXT_PART, magic);
    return false;
  }
  if (kind === PART_TOKENIZER) {
    const tokenizer = readTokenizer();
    if (changetype<usize>(tokenizer) === 0) return false;
    noteTokenizer(id, tokenizer);
    return true;
  }
  if (kind === PART_CALCER) return readCalcer(id);
  const dictionary = readDictionary();
  if (changetype<usize>(dictionary) === 0) return false;
  noteDictionary(id, dictionary);
  return true;
}
