import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { type Answer, makeHead } from "./answer.ts";

/** The page's own policy, and what only a header can say: that nobody may frame it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src blob:",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
const BINARY = "application/octet-stream";

/** The blank of index.html for a model that the host offers, and what this one offers: GET /model, seen from /ui/. */
const MODEL_BLANK = '<meta name="catscore-model" content="">';
const MODEL_OFFER = '<meta name="catscore-model" content="../model">';

/** A file of the page. */
export interface UiFile {
  /** Below /ui/; "" for index.html. */
  readonly name: string;
  readonly etag: string;
  readonly answer: Answer;
  /** Where the caller has it already. */
  readonly unchanged: Answer;
}

/**
 * Reads the page.
 * @param folder the built page: build/web
 * @throws Error where there is none
 */
export function readUi(folder: URL): UiFile[] {
  return readdirSync(folder).map((name) => {
    const bytes = new Uint8Array(readFileSync(new URL(name, folder)));
    return makeFile(name, name === "index.html" ? withOffer(bytes) : bytes);
  });
}

function makeFile(file: string, body: Uint8Array<ArrayBuffer>): UiFile {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  // Asked for anew each time, answered in full when it changed.
  const caching = ["etag", etag, "cache-control", "no-cache"];
  const guard = [
    "content-security-policy",
    POLICY,
    "x-content-type-options",
    "nosniff",
    "referrer-policy",
    "no-referrer",
  ];
  const type = TYPES[extname(file)] ?? BINARY;
  return {
    name: file === "index.html" ? "" : file,
    etag,
    answer: { head: makeHead(200, type, [...caching, ...guard]), body },
    unchanged: { head: makeHead(304, type, caching), body: "" },
  };
}

function withOffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const html = new TextDecoder().decode(bytes);
  if (!html.includes(MODEL_BLANK)) throw new Error(`index.html has no ${MODEL_BLANK}`);
  return new TextEncoder().encode(html.replace(MODEL_BLANK, MODEL_OFFER));
}
