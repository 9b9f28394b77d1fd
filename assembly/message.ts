import {
  ALREADY_LOADED,
  BAD_BORDERS,
  BAD_CALCER,
  BAD_CTR,
  BAD_CTR_TABLE,
  BAD_DICTIONARY,
  BAD_EMBEDDING_CALCER,
  BAD_EMBEDDING_PART,
  BAD_ESTIMATED_FEATURE,
  BAD_FEATURE,
  BAD_FORMAT_VERSION,
  BAD_INFO,
  BAD_NUMBER,
  BAD_OFFSET,
  BAD_ONE_HOT,
  BAD_PREDICTION_TYPE,
  BAD_SCALE,
  BAD_SPLIT,
  BAD_TEXT_PART,
  BAD_TREE_RANGE,
  BAD_TREES,
  NOT_CBM,
  NOT_LOADED,
  OUT_OF_MEMORY,
  TOO_FEW_TREES,
  TRAILING_BYTES,
  TRUNCATED,
  UNSUPPORTED_BUCKETS,
  UNSUPPORTED_EMBEDDING,
  UNSUPPORTED_PART,
  UNSUPPORTED_TOKENIZER,
  WRONG_DIMENSION,
} from "./status";

/** Most characters of a message. */
const ROOM = 160;
/** The last message, ASCII. */
const bytes = memory.data(ROOM);

/** What a status means, in words that hosts can show. Empty for OK and for numbers that are no status. */
function sentence(status: i32): string {
  switch (status) {
    case NOT_CBM:
      return 'the file does not start with "CBM1": it is no CatBoost model in binary format';
    case TRUNCATED:
      return "the file ends before what it announces";
    case TRAILING_BYTES:
      return "bytes follow the last part of the model";
    case BAD_OFFSET:
      return "an offset points outside of its buffer";
    case BAD_FORMAT_VERSION:
      return 'the format version is not "FlabuffersModel_v1"';
    case BAD_FEATURE:
      return "feature indices do not ascend, are out of range or occur twice";
    case BAD_BORDERS:
      return "borders are not strictly ascending numbers";
    case BAD_ONE_HOT:
      return "a one-hot feature names a category that the model does not have";
    case BAD_SPLIT:
      return "a tree uses a split that the model does not have";
    case BAD_TREES:
      return "tree depths, splits and leaf values do not fit together";
    case BAD_SCALE:
      return "the number of biases is not the number of dimensions";
    case BAD_CTR:
      return "a CTR feature has no table, or one of its parts does not exist";
    case BAD_CTR_TABLE:
      return "a CTR table is inconsistent";
    case BAD_TEXT_PART:
      return "the text processing part is inconsistent";
    case BAD_DICTIONARY:
      return "a text dictionary is inconsistent";
    case BAD_CALCER:
      return "a text calcer is inconsistent";
    case BAD_ESTIMATED_FEATURE:
      return "estimated features and the outputs of calcers do not match";
    case BAD_EMBEDDING_PART:
      return "the embedding processing part is inconsistent";
    case BAD_EMBEDDING_CALCER:
      return "an embedding calcer is inconsistent";
    case BAD_INFO:
      return "a JSON text of the information map is inconsistent";
    case UNSUPPORTED_PART:
      return "the model has a part of an unknown kind";
    case UNSUPPORTED_EMBEDDING:
      return "embedding features with LDA likelihoods of more than two classes are not supported: CatBoost does not store them";
    case UNSUPPORTED_TOKENIZER:
      return "text tokenizers that lemmatize are not supported";
    case UNSUPPORTED_BUCKETS:
      return "models with more than 65,536 buckets of borders are not supported";
    case OUT_OF_MEMORY:
      return "the module cannot get the memory it needs (at most 4 GiB)";
    case ALREADY_LOADED:
      return "the instance holds a model already";
    case NOT_LOADED:
      return "no model is loaded, or more rows than were reserved";
    case BAD_PREDICTION_TYPE:
      return "the prediction type is unknown to the module, or the model cannot give it";
    case BAD_NUMBER:
      return "a piece of the list is no number";
    case BAD_TREE_RANGE:
      return "the model has no such range of trees";
    case TOO_FEW_TREES:
      return "too few trees for that many virtual ensembles";
    case WRONG_DIMENSION:
      return "an embedding has the wrong number of components";
    default:
      return "";
  }
}

/** Writes the message of a status. @returns address of `messageBytes` bytes, ASCII, until the next call */
export function writeMessage(status: i32): usize {
  const text = sentence(status);
  for (let i = 0; i < text.length; i++) store<u8>(bytes + usize(i), u8(text.charCodeAt(i)));
  return bytes;
}

export function messageBytes(status: i32): u32 {
  return u32(sentence(status).length);
}
