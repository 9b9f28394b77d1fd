/**
 * The binary format of modules, as far as `bundle.ts` takes one apart and puts it together again. What is read was
 * built here and is trusted; what is written the runtime validates.
 *
 *     "\0asm" | u32 version | sections:  id | u32 size | content
 *
 * Numbers are LEB128. Source: https://webassembly.github.io/spec/core/binary/modules.html
 */

export const CUSTOM = 0;
export const MEMORY = 5;
export const GLOBAL = 6;
export const EXPORT = 7;
export const START = 8;
export const DATA = 11;
export const DATA_COUNT = 12;

/** Kind of a global among the exports. */
export const GLOBAL_KIND = 3;

const PAGE_BYTES = 65536;
/** Most segments of data that runtimes take. Source: WebAssembly JavaScript Interface, implementation-defined limits */
const SEGMENTS_MAX = 100_000;
/** Zeros that are worth a new segment: it costs up to 9 bytes, and some nanoseconds at the start. */
const GAP_BYTES = 32;

const HEADER = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const NONE: Uint8Array = new Uint8Array(0);
const I32 = 0x7f;
const I32_CONST = 0x41;
const I64_CONST = 0x42;
const END = 0x0b;

/** Contents by id, in the order of the module, without custom sections: each id occurs once. */
export type Sections = Map<number, Uint8Array>;

/** An i32 or i64: the engine has no other globals. */
export interface Global {
  readonly type: number;
  readonly mutable: number;
}

export interface Export {
  readonly name: string;
  readonly kind: number;
  readonly index: number;
}

/** Whether bytes begin as a module does. */
export function isModule(bytes: Uint8Array): boolean {
  return HEADER.every((byte, i) => bytes[i] === byte);
}

/** Reads forward through bytes. */
class Cursor {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  u8(): number {
    return this.#bytes[this.#at++] ?? 0;
  }

  u32(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  take(byteCount: number): Uint8Array {
    const begin = this.#at;
    this.#at += byteCount;
    return this.#bytes.subarray(begin, this.#at);
  }

  /** Steps over the constant expression of an i32 or i64. */
  skipConstant(): void {
    this.u8();
    while (this.u8() >= 0x80) {}
    this.u8();
  }

  vector<T>(readItem: () => T): T[] {
    return Array.from({ length: this.u32() }, readItem);
  }
}

export function readSections(module: Uint8Array): Sections {
  const cursor = new Cursor(module, HEADER.length);
  const sections: Sections = new Map();
  while (!cursor.isAtEnd) sections.set(cursor.u8(), cursor.take(cursor.u32()));
  sections.delete(CUSTOM);
  return sections;
}

export function readGlobals(content: Uint8Array = NONE): Global[] {
  const cursor = new Cursor(content);
  return cursor.vector(() => {
    const global = { type: cursor.u8(), mutable: cursor.u8() };
    cursor.skipConstant();
    return global;
  });
}

export function readExports(content: Uint8Array = NONE): Export[] {
  const cursor = new Cursor(content);
  const decoder = new TextDecoder();
  return cursor.vector(() => ({
    name: decoder.decode(cursor.take(cursor.u32())),
    kind: cursor.u8(),
    index: cursor.u32(),
  }));
}

/** @param sections ids and contents */
export function writeModule(sections: readonly (readonly [number, Uint8Array])[]): Uint8Array<ArrayBuffer> {
  const parts = sections.flatMap(([id, content]) => [Uint8Array.of(id), u32(content.length), content]);
  return concat([HEADER, ...parts]);
}

/** @param values of the globals, as `WebAssembly.Global` gives them: number for i32, bigint for i64 */
export function writeGlobals(globals: readonly Global[], values: readonly (number | bigint)[]): Uint8Array {
  return vector(
    globals.map(({ type, mutable }, i) => {
      const value = constant(type === I32 ? I32_CONST : I64_CONST, BigInt(values[i] ?? 0));
      return concat([Uint8Array.of(type, mutable), value]);
    }),
  );
}

export function writeExports(exports: readonly Export[]): Uint8Array {
  return vector(
    exports.map(({ name, kind, index }) => concat([text(name), Uint8Array.of(kind), u32(index)])),
  );
}

/** A memory without its long runs of zeros: views of the pieces, which begin at their addresses. */
export function findSegments(memory: Uint8Array): Uint8Array[] {
  const gapBytes = Math.max(GAP_BYTES, Math.ceil(memory.length / SEGMENTS_MAX));
  const segments: Uint8Array[] = [];
  let at = 0;
  while (at < memory.length) {
    if (memory[at] === 0) {
      at++;
      continue;
    }
    const begin = at;
    let end = at;
    for (; at < memory.length && at - end < gapBytes; at++) if (memory[at] !== 0) end = at + 1;
    segments.push(memory.subarray(begin, end));
  }
  return segments;
}

/** One memory, which begins with so many bytes and may grow. */
export function writeMemory(byteCount: number): Uint8Array {
  const UNLIMITED = Uint8Array.of(0);
  return vector([concat([UNLIMITED, u32(byteCount / PAGE_BYTES)])]);
}

/** @param segments as `findSegments` gives them */
export function writeData(segments: readonly Uint8Array[]): Uint8Array {
  const ACTIVE = Uint8Array.of(0);
  return vector(
    segments.map((bytes) => {
      const address = constant(I32_CONST, BigInt(bytes.byteOffset | 0));
      return concat([ACTIVE, address, u32(bytes.length), bytes]);
    }),
  );
}

export function writeCustom(name: string, content: string): Uint8Array {
  return concat([text(name), new TextEncoder().encode(content)]);
}

function vector(items: readonly Uint8Array[]): Uint8Array {
  return concat([u32(items.length), ...items]);
}

function text(value: string): Uint8Array {
  const bytes = new TextEncoder().encode(value);
  return concat([u32(bytes.length), bytes]);
}

function constant(instruction: number, value: bigint): Uint8Array {
  return concat([Uint8Array.of(instruction), signed(value), Uint8Array.of(END)]);
}

function u32(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function signed(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    const byte = Number(rest & 0x7fn);
    if (rest >= -64n && rest < 64n) return Uint8Array.from([...bytes, byte]);
    bytes.push(byte | 0x80);
  }
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((byteCount, part) => byteCount + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
