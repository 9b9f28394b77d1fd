/**
 * Letters of UTF-8 text.
 *
 *     0xxxxxxx | 110xxxxx 10xxxxxx | 1110xxxx 10xxxxxx × 2 | 11110xxx 10xxxxxx × 3
 *
 * Source: util/charset/utf8.h
 */

/** Bytes of the letter at an address; 0 where none begins there. Overlong forms count as letters. */
export function letterBytes(at: usize, end: usize): usize {
  const lead = u32(load<u8>(at));
  if (lead < 0x80) return 1;
  const byteCount: usize = lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 0;
  if (byteCount > end - at) return 0;
  for (let i: usize = 1; i < byteCount; i++) {
    if ((load<u8>(at + i) & 0xc0) !== 0x80) return 0;
  }
  return byteCount;
}

/** Code point of the letter of byteCount bytes at an address. */
export function codePointAt(at: usize, byteCount: usize): u32 {
  let point = u32(load<u8>(at));
  if (byteCount === 1) return point;
  point &= 0x7f >> u32(byteCount);
  for (let i: usize = 1; i < byteCount; i++) point = (point << 6) | (load<u8>(at + i) & 0x3f);
  return point;
}

/** Writes a code point. @returns the address behind it */
export function writeCodePoint(point: u32, at: usize): usize {
  if (point < 0x80) {
    store<u8>(at, point);
    return at + 1;
  }
  const rest: u32 = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  store<u8>(at, (0xf00 >> (rest + 1)) | (point >> (6 * rest)));
  for (let i: u32 = 1; i <= rest; i++) {
    store<u8>(at + usize(i), 0x80 | ((point >> (6 * (rest - i))) & 0x3f));
  }
  return at + usize(rest) + 1;
}
