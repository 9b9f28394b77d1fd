const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LENIENT = new TextDecoder("utf-8", { ignoreBOM: true });

const BYTEWISE = new TextDecoder("latin1");

export const LINE_FEED = 0x0a;

/** Text of bytes, and the first line (from 1) that is not UTF-8, if there is one. */
export interface Decoded {
  readonly text: string;
  readonly badLine: number | undefined;
}

/** Decodes UTF-8; what is none becomes U+FFFD and is told by its line. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  try {
    return { text: STRICT.decode(bytes), badLine: undefined };
  } catch {
    return { text: LENIENT.decode(bytes), badLine: findBadLine(bytes) };
  }
}

/** A line feed byte is never part of a longer character, so each line decodes by itself. */
function findBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    const next = end < 0 ? bytes.length : end + 1;
    try {
      STRICT.decode(bytes.subarray(start, next));
    } catch {
      break;
    }
    start = next;
  }
  return line;
}

export function countLineFeeds(bytes: Uint8Array): number {
  let lineCount = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lineCount++;
  return lineCount;
}

/** A character for each byte, ASCII as it is. */
export function latin1(bytes: Uint8Array): string {
  return BYTEWISE.decode(bytes);
}
