/** What `writeUtf8` answers for a string with half of a surrogate pair: such a one has no UTF-8 form. */
export const NOT_UTF8 = -1;

/**
 * Writes a string as UTF-8. For the short strings of rows this is faster than TextEncoder, which needs a view
 * of the place to write to. Measured in a loop over five values of plates, EPYC, Node 20.20: 25 against 65 ns.
 * @param bytes at least 3 × text.length bytes from `at` on
 * @returns bytes written, or NOT_UTF8
 */
export function writeUtf8(text: string, bytes: Uint8Array, at: number): number {
  const start = at;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[at++] = unit;
    } else if (unit < 0x800) {
      bytes[at++] = 0xc0 | (unit >> 6);
      bytes[at++] = 0x80 | (unit & 0x3f);
    } else if (unit < 0xd800 || unit > 0xdfff) {
      bytes[at++] = 0xe0 | (unit >> 12);
      bytes[at++] = 0x80 | ((unit >> 6) & 0x3f);
      bytes[at++] = 0x80 | (unit & 0x3f);
    } else {
      const low = text.charCodeAt(i + 1);
      if (unit > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) return NOT_UTF8;
      i++;
      const point = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
      bytes[at++] = 0xf0 | (point >> 18);
      bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[at++] = 0x80 | (point & 0x3f);
    }
  }
  return at - start;
}
