import { field, fieldU8, openFlatBuffer } from "../flatbuffer";
import { readBytes, readerPosition, readU64 } from "../reader";
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
 *     16 bytes magic | u64 n, n bytes header FlatBuffer | parts: u64 n, n bytes FlatBuffer {type, id}, body …
 *     body of a tokenizer or dictionary: 16 bytes magic, the id again, …     of a calcer: 16 bytes magic, …
 *
 * Source: catboost/private/libs/text_features/text_processing_collection.cpp
 */
export function readTextPart(): bool {
  readBytes(16);
  const headerBytes = readU64();
  const header = readBytes(headerBytes);
  if (failed() || !readGraph(openFlatBuffer(header, usize(headerBytes)))) return false;
  while (true) {
    const at = readerPosition();
    const byteCount = readU64();
    const table = readBytes(byteCount);
    if (failed()) return false;
    const root = openFlatBuffer(table, usize(byteCount));
    const kind = fieldU8(root, 0, 0);
    const id = field(root, 1, 16);
    if (failed()) return false;
    if (kind === PART_END) break;
    if (id === 0 || kind > PART_END) {
      fail(BAD_TEXT_PART, at);
      return false;
    }
    if (!readPart(kind, id)) return false;
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
