/**
 * Every error code of catscore, with the HTTP status it maps to and what it means.
 * docs/errors.md lists the same codes; a test compares the two.
 */
export const ERRORS = {
  MODEL_NOT_FOUND: { status: 500, meaning: "the model file cannot be read" },
  MODEL_DAMAGED: { status: 500, meaning: "the bytes are no CatBoost model, or a damaged one" },
  MODEL_UNSUPPORTED: { status: 500, meaning: "the model has a part that catscore does not read" },
  MODEL_TOO_LARGE: { status: 500, meaning: "the model does not fit into the memory of the module" },
  MODEL_MISMATCH: { status: 500, meaning: "the model's features are not the ones that the caller computes" },
  ENGINE_UNUSABLE: { status: 500, meaning: "the module that scores cannot be read, or is another file" },
  ROW_SHAPE: { status: 400, meaning: "a row or a set of columns has the wrong shape" },
  ROW_COLUMN_MISSING: { status: 400, meaning: "a row lacks a feature of the model" },
  ROW_COLUMN_UNKNOWN: { status: 400, meaning: "a row has a column that is no feature of the model" },
  ROW_VALUE: { status: 400, meaning: "a value has the wrong type for its feature" },
  PREDICTION_TYPE: { status: 400, meaning: "the model cannot give the prediction type" },
  TREE_RANGE: { status: 400, meaning: "the model does not have the trees that are asked for" },
  BODY_MALFORMED: { status: 400, meaning: "a request body is not JSON, or not a JSON object" },
  BODY_FIELD: { status: 400, meaning: "a field of a request body is missing, unknown or wrong" },
  BODY_TOO_LARGE: { status: 413, meaning: "a request body is larger than the limit" },
  UNAUTHORIZED: { status: 401, meaning: "the x-api-key header is missing or wrong" },
  NOT_FOUND: { status: 404, meaning: "no such path" },
  METHOD_NOT_ALLOWED: { status: 405, meaning: "the path does not take this method" },
  NOT_READY: { status: 503, meaning: "the service is starting or stopping" },
  INTERNAL: { status: 500, meaning: "something inside catscore failed" },
  USAGE: { status: 500, meaning: "a command-line option or argument is wrong" },
  INPUT_FORMAT: { status: 400, meaning: "an input file is not the JSON Lines or CSV that was expected" },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** An error with a code of the table above. The message says what, where, what came and what was expected. */
export class CatscoreError extends Error {
  readonly code: ErrorCode;
  /** HTTP status that the service answers with. */
  readonly status: number;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CatscoreError";
    this.code = code;
    this.status = ERRORS[code].status;
  }
}
