import { STATUS_CODES } from "node:http";
import fastJson from "fast-json-stringify";

const JSON_TYPE = "application/json";

/** Writes the answers whose body is a sentence. */
const stringify = fastJson({
  type: "object",
  properties: { body: { type: "string" }, status: { type: "string" } },
  required: ["body", "status"],
});

/** Everything of an answer but its body. Made once and shared by all answers of its kind. */
export interface Head {
  readonly status: number;
  /** What follows the protocol in the status line: "404 Not Found". */
  readonly line: string;
  /** Header names and values in turn; content-length is the transport's. */
  readonly headers: readonly string[];
}

export interface Answer {
  readonly head: Head;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/**
 * Makes a head.
 * @param contentType value of content-type
 * @param more further names and values in turn
 */
export function makeHead(status: number, contentType: string, more: readonly string[] = []): Head {
  return {
    status,
    line: `${status} ${STATUS_CODES[status] ?? "Unknown"}`,
    headers: ["content-type", contentType, ...more],
  };
}

/** Head of every 200 answer in JSON. */
export const JSON_OK = makeHead(200, JSON_TYPE);

/** A 200 answer with a word: `{"body":"ok","status":"ok"}` and a newline. */
export function okAnswer(word: string): Answer {
  return { head: JSON_OK, body: `${stringify({ body: word, status: "ok" })}\n` };
}

/** An answer that refuses: `{"body":"File not found","status":"fail"}` and a newline. */
export function failAnswer(status: number, message: string, more?: readonly string[]): Answer {
  return {
    head: makeHead(status, JSON_TYPE, more),
    body: `${stringify({ body: message, status: "fail" })}\n`,
  };
}
