import { CatscoreError, type ErrorCode } from "../errors.ts";

/**
 * The module's status numbers (assembly/status.ts) in words. A sentence says what was expected; where a
 * status is about the model file its position is an offset in bytes.
 */
const STATUSES: Readonly<Record<number, readonly [code: ErrorCode, sentence: string]>> = {
  1: ["MODEL_DAMAGED", 'the file does not start with "CBM1": it is no CatBoost model in binary format'],
  2: ["MODEL_DAMAGED", "the file ends before what it announces"],
  3: ["MODEL_DAMAGED", "bytes follow the last part of the model"],
  4: ["MODEL_DAMAGED", "an offset points outside of its buffer"],
  5: ["MODEL_DAMAGED", 'the format version is not "FlabuffersModel_v1"'],
  6: ["MODEL_DAMAGED", "feature indices do not ascend, are out of range or occur twice"],
  7: ["MODEL_DAMAGED", "borders are not strictly ascending numbers"],
  8: ["MODEL_DAMAGED", "a one-hot feature names a category that the model does not have"],
  9: ["MODEL_DAMAGED", "a tree uses a split that the model does not have"],
  10: ["MODEL_DAMAGED", "tree depths, splits and leaf values do not fit together"],
  11: ["MODEL_DAMAGED", "the number of biases is not the number of dimensions"],
  12: ["MODEL_DAMAGED", "a CTR feature has no table, or one of its parts does not exist"],
  13: ["MODEL_DAMAGED", "a CTR table is inconsistent"],
  14: ["MODEL_DAMAGED", "the text processing part is inconsistent"],
  15: ["MODEL_DAMAGED", "a text dictionary is inconsistent"],
  16: ["MODEL_DAMAGED", "a text calcer is inconsistent"],
  17: ["MODEL_DAMAGED", "estimated features and the outputs of calcers do not match"],
  18: ["MODEL_DAMAGED", "the embedding processing part is inconsistent"],
  19: ["MODEL_DAMAGED", "an embedding calcer is inconsistent"],
  20: ["MODEL_DAMAGED", "a JSON text of the information map is inconsistent"],
  64: ["MODEL_UNSUPPORTED", "the model has a part of an unknown kind"],
  67: [
    "MODEL_UNSUPPORTED",
    "embedding features with LDA likelihoods of more than two classes are not supported: CatBoost does not store them",
  ],
  68: ["MODEL_UNSUPPORTED", "text tokenizers that lemmatize are not supported"],
  71: ["MODEL_UNSUPPORTED", "models with more than 65,536 buckets of borders are not supported"],
  128: ["MODEL_TOO_LARGE", "the module cannot get the memory it needs (at most 4 GiB)"],
  129: ["INTERNAL", "the instance holds a model already"],
  130: ["INTERNAL", "no model is loaded, or more rows than were reserved"],
  131: ["PREDICTION_TYPE", "the prediction type is unknown to the module, or the model cannot give it"],
  132: ["ROW_VALUE", "a piece of the list is no number"],
  133: ["TREE_RANGE", "the model has no such range of trees"],
  134: ["TREE_RANGE", "too few trees for that many virtual ensembles"],
  135: ["ROW_VALUE", "an embedding has the wrong number of components"],
};

/** Makes the error of a status; `what` begins its message. */
export function statusError(status: number, position: number, what: string): CatscoreError {
  const [code, sentence] = STATUSES[status] ?? ["INTERNAL", `the module answered status ${status}`];
  const where = code === "MODEL_DAMAGED" ? ` (at byte ${position})` : "";
  return new CatscoreError(code, `${what}: ${sentence}${where}`);
}

/** Numbers of all statuses that have a sentence. */
export const STATUS_NUMBERS: readonly number[] = Object.keys(STATUSES).map(Number);
