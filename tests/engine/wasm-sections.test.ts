import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  DATA,
  EXPORT,
  findSegments,
  GLOBAL,
  isModule,
  MEMORY,
  readExports,
  readGlobals,
  readSections,
  START,
  writeData,
  writeExports,
  writeGlobals,
  writeMemory,
  writeModule,
} from "../../src/engine/wasm-sections.ts";
import { rootPath } from "../golden.ts";

const ENGINE = readFileSync(rootPath("build/catscore.wasm"));
const I32 = 0x7f;
const I64 = 0x7e;
const SEGMENTS_MAX = 100_000;

describe("the engine", () => {
  test("is its sections", () => {
    expect(isModule(ENGINE)).toBe(true);
    expect(writeModule([...readSections(ENGINE)])).toEqual(new Uint8Array(ENGINE));
  });

  test("has exports that are written as they were read", () => {
    const content = readSections(ENGINE).get(EXPORT) as Uint8Array;
    expect(writeExports(readExports(content))).toEqual(new Uint8Array(content));
  });

  test("has one memory without an upper limit, written as it was read", () => {
    const { memory } = new WebAssembly.Instance(new WebAssembly.Module(ENGINE)).exports;
    const byteCount = (memory as WebAssembly.Memory).buffer.byteLength;
    const content = readSections(ENGINE).get(MEMORY) as Uint8Array;
    expect(writeMemory(byteCount)).toEqual(new Uint8Array(content));
  });

  test("has globals of i32 and i64 only, which its start function sets", () => {
    const sections = readSections(ENGINE);
    const types = new Set(readGlobals(sections.get(GLOBAL)).map(({ type }) => type));
    expect([...types].sort()).toEqual([I64, I32]);
    expect(sections.has(START)).toBe(true);
  });
});

test("globals of every size read back", () => {
  const values = [0, 1, 63, 64, -1, -64, -65, 8191, 8192, 2 ** 31 - 1, -(2 ** 31)].flatMap((i32) => [
    i32,
    BigInt(i32),
  ]);
  values.push(2n ** 63n - 1n, -(2n ** 63n));
  const globals = values.map((value) => ({ type: typeof value === "bigint" ? I64 : I32, mutable: 1 }));
  const exports = values.map((_, index) => ({ name: `g${index}`, kind: 3, index }));
  const content = writeGlobals(globals, values);
  expect(readGlobals(content)).toEqual(globals);
  const module = writeModule([
    [GLOBAL, content],
    [EXPORT, writeExports(exports)],
  ]);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module));
  const read = exports.map(({ name }) => (instance.exports[name] as WebAssembly.Global).value);
  expect(read).toEqual(values);
});

/** Whether a module that has nothing but a memory with these bytes begins with them. */
function goesThroughModule(memory: Uint8Array): boolean {
  const module = writeModule([
    [MEMORY, writeMemory(memory.length)],
    [EXPORT, writeExports([{ name: "memory", kind: 2, index: 0 }])],
    [DATA, writeData(findSegments(memory))],
  ]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module));
  return Buffer.from((exports.memory as WebAssembly.Memory).buffer).equals(memory);
}

describe("a memory goes through its segments", () => {
  test("empty: none", () => {
    expect(findSegments(new Uint8Array(65536))).toEqual([]);
  });

  test("full to both ends: one", () => {
    const memory = new Uint8Array(65536).fill(7);
    expect(findSegments(memory)).toEqual([memory]);
    expect(goesThroughModule(memory)).toBe(true);
  });

  test("with gaps of every length around the one that divides", () => {
    const memory = new Uint8Array(2 * 65536);
    for (let at = 3, gap = 0; at < memory.length; at += ++gap) memory[at] = 255;
    const segments = findSegments(memory);
    expect(segments.length).toBeGreaterThan(100);
    for (const segment of segments) expect([segment[0], segment.at(-1)]).toEqual([255, 255]);
    expect(goesThroughModule(memory)).toBe(true);
  });

  test("however many gaps it has: no more segments than runtimes take", () => {
    const memory = new Uint8Array(128 * 65536);
    for (let at = 0; at < memory.length; at += 40) memory[at] = 1;
    expect(findSegments(memory).length).toBeLessThanOrEqual(SEGMENTS_MAX);
    expect(goesThroughModule(memory)).toBe(true);
  });
});
