/** Largest request body that is read. */
export const BODY_BYTES_MAX = 64 * 1024;

/**
 * How much of a body that is too large is read and thrown away, so that a client which is still sending
 * can read its 413. Beyond it the connection is closed with bytes unread, and the client may see a reset
 * instead of the answer.
 */
export const DISCARD_BYTES_MAX = 8 * 1024 * 1024;

const FIRST_BYTES = 2048;

/** Says whether a content-length header ("" where there is none) announces more than `limit` bytes. */
export function announcesMoreThan(contentLength: string, limit: number): boolean {
  // Four digits are below any limit here: no number is made for the usual request.
  return contentLength.length > 4 && Number(contentLength) > limit;
}

/** Puts together a body that comes in several pieces. What is beyond BODY_BYTES_MAX is counted, not kept. */
export class Intake {
  #bytes = new Uint8Array(FIRST_BYTES);
  #byteCount = 0;

  /** The body is larger than the limit; `body` is not to be read any more. */
  get isTooLarge(): boolean {
    return this.#byteCount > BODY_BYTES_MAX;
  }

  /** So much has come that the rest is not worth reading. */
  get isHopeless(): boolean {
    return this.#byteCount > DISCARD_BYTES_MAX;
  }

  /** The bytes so far; valid until the next `add`. */
  get body(): Uint8Array {
    return this.#bytes.subarray(0, this.#byteCount);
  }

  /** Copies a piece. */
  add(piece: Uint8Array): void {
    const offset = this.#byteCount;
    this.#byteCount += piece.byteLength;
    if (this.isTooLarge) {
      this.#bytes = new Uint8Array(0);
      return;
    }
    if (this.#byteCount > this.#bytes.byteLength) {
      const larger = new Uint8Array(Math.max(this.#byteCount, 2 * this.#bytes.byteLength));
      larger.set(this.#bytes.subarray(0, offset));
      this.#bytes = larger;
    }
    this.#bytes.set(piece, offset);
  }
}
