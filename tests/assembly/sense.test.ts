import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { main } from "assemblyscript/asc";
import { beforeAll, describe, expect, test } from "vitest";
import { readLines, rootPath } from "../golden.ts";

/** A text and the tokens, each with its type, that CatBoost's tokenizer by sense makes of it. */
interface SenseAnswer {
  readonly text: string;
  readonly tokens: readonly (readonly [string, string])[];
  /** The same where each span of a word is a token; absent where that makes no difference. */
  readonly split?: readonly (readonly [string, string])[];
}

/** What the tests see of the tokenizer. */
interface SenseModule {
  readonly memory: WebAssembly.Memory;
  allocate(byteCount: number): number;
  reserveSense(byteCount: number): number;
  tokenizeBySense(text: number, byteCount: number, typeSet: number, splitsWords: number): number;
  senseTokenAddress(index: number): number;
  senseTokenBytes(index: number): number;
  senseTokenType(index: number): number;
}

/** The shipped module has no export for tokens, so this one is compiled for the test. */
const ENTRY = `
  import { allocateBytes } from "./memory";
  export { reserveSense, tokenizeBySense } from "./text/sense/scanner";
  export { senseTokenAddress, senseTokenBytes, senseTokenType } from "./text/sense/tokens";
  export function allocate(byteCount: u32): usize { return allocateBytes(byteCount); }
`;
const TYPES = ["Word", "Number", "Punctuation", "SentenceBreak", "ParagraphBreak", "Unknown"];
const ALL_TYPES = 63;
const TEXT_BYTES_MAX = 1 << 20;

let sense: SenseModule;
let textAddress = 0;

beforeAll(async () => {
  sense = (await compile()) as unknown as SenseModule;
  textAddress = sense.allocate(TEXT_BYTES_MAX);
});

async function compile(): Promise<WebAssembly.Exports> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await main(
    ["entry.ts", "--runtime", "stub", "-O", "--use", "abort=", "--outFile", "entry.wasm", "--enable", "simd"],
    {
      readFile: (name) =>
        name === "entry.ts" ? ENTRY : readFile(join(rootPath("assembly"), name), "utf8").catch(() => null),
      writeFile: (_, contents) => {
        binary = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(stderr.toString());
  const { instance } = await WebAssembly.instantiate(new Uint8Array(binary));
  return instance.exports;
}

function tokenize(bytes: Uint8Array, typeSet = ALL_TYPES, splitsWords = false): [string, string][] {
  expect(sense.reserveSense(bytes.length)).toBe(1);
  new Uint8Array(sense.memory.buffer).set(bytes, textAddress);
  const count = sense.tokenizeBySense(textAddress, bytes.length, typeSet, splitsWords ? 1 : 0);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return Array.from({ length: count }, (_, index) => {
    const at = sense.senseTokenAddress(index) >>> 0;
    const token = decoder.decode(new Uint8Array(sense.memory.buffer, at, sense.senseTokenBytes(index)));
    return [token, TYPES[sense.senseTokenType(index)] ?? ""];
  });
}

describe("tokens by sense are those of CatBoost", () => {
  const encoder = new TextEncoder();
  test.each(readLines<SenseAnswer>(rootPath("tests/golden/sense.jsonl")))("%j", ({ text, tokens, split }) => {
    const bytes = encoder.encode(text);
    expect(tokenize(bytes)).toEqual(tokens);
    expect(tokenize(bytes, ALL_TYPES, true)).toEqual(split ?? tokens);
    expect(tokenize(bytes, 0b11)).toEqual(tokens.filter(([, type]) => type === "Word" || type === "Number"));
  });
});

test("bytes that are no UTF-8 are U+FFFD, a word", () => {
  expect(tokenize(Uint8Array.of(0x61, 0xff, 0xc0, 0x80, 0xe3, 0x81))).toEqual([
    ["a", "Word"],
    ...Array.from({ length: 5 }, () => ["\ufffd", "Word"]),
  ]);
});
