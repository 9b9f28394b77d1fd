import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bundleModel } from "../../src/engine/bundle.ts";
import { golden, rootPath } from "../golden.ts";
import { goldenModel, runCommand, temporaryFolder } from "./command.ts";

const MODEL = goldenModel("text-mix");
/** Input that is scored in threads is longer (src/cli/pool.ts). */
const THREADS_FROM_BYTES = 600_000;
const { version } = JSON.parse(readFileSync(rootPath("package.json"), "utf8"));

function expectedBytes(engine: string): Promise<Uint8Array> {
  return bundleModel(readFileSync(rootPath(`build/${engine}`)), readFileSync(MODEL), version);
}

test.each([
  ["the build with SIMD", [], "catscore.wasm"],
  ["the one without", ["--scalar"], "catscore-scalar.wasm"],
])("bundle writes the model into %s and says how large it is", async (_what, flags, engine) => {
  const folder = temporaryFolder();
  const path = join(folder, "scorer.wasm");
  const { stdout, stderr, code } = await runCommand(["bundle", MODEL, "-o", path, ...flags]);
  expect([stdout, code]).toEqual(["", 0]);
  expect(readdirSync(folder)).toEqual(["scorer.wasm"]);
  const expected = await expectedBytes(engine);
  expect(readFileSync(path).equals(expected)).toBe(true);
  expect(stderr).toBe(
    `${path}: ${expected.length} bytes, of a model of ${readFileSync(MODEL).length} bytes\n`,
  );
});

describe("where a model is taken, a bundle is taken, too", () => {
  async function bundled(): Promise<string> {
    const path = join(temporaryFolder(), "scorer.wasm");
    writeFileSync(path, await expectedBytes("catscore-scalar.wasm"));
    return path;
  }

  test("inspect says the same but for file and memory", async () => {
    const bundle = await bundled();
    const linesOf = async (path: string) => (await runCommand(["inspect", path])).stdout.split("\n");
    const isNotMemory = (line: string) => !line.startsWith("memory ");
    const [[file, ...lines], [modelFile, ...modelLines]] = [await linesOf(bundle), await linesOf(MODEL)];
    expect(file).toMatch(/^file {11}.*scorer\.wasm, a bundle of a model of [\d.]+ kB$/);
    expect(file?.split(" of ").at(-1)).toBe(modelFile?.split(", ").at(-1));
    expect(lines.filter(isNotMemory)).toEqual(modelLines.filter(isNotMemory));
    expect(lines.find((line) => !isNotMemory(line))).toMatch(/, scalar build$/);
  });

  test("predict answers the same, in threads as well", async () => {
    const { rows } = golden("text-mix");
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    const input = text.repeat(Math.ceil(THREADS_FROM_BYTES / text.length));
    const answersOf = async (path: string) => runCommand(["predict", path, "--threads", "2"], input);
    const answers = await answersOf(await bundled());
    expect(answers.code).toBe(0);
    expect(answers).toEqual(await answersOf(MODEL));
  });

  test("a module that holds no model is refused", async () => {
    const { stderr, code } = await runCommand(["inspect", rootPath("build/catscore.wasm")]);
    expect([stderr, code]).toEqual([expect.stringMatching(/^catscore: .*: the module holds no model\n$/), 2]);
  });
});

describe("a failure ends with 2 and one line, and leaves no file", () => {
  test.each<[string, Buffer | undefined, RegExp]>([
    [
      "a model that is not there",
      undefined,
      /^cannot read the model .*model\.cbm: no such file or directory$/,
    ],
    [
      "half a model",
      readFileSync(MODEL).subarray(0, 20_000),
      /^.*model\.cbm: the file ends before what it announces \(at byte \d+\)$/,
    ],
    ["a file that is no model", Buffer.from("{}"), /^.*model\.cbm: the file does not start with "CBM1"/],
    [
      "a module",
      readFileSync(rootPath("build/catscore.wasm")),
      /^.*model\.cbm: a WebAssembly module, .*expected a CatBoost model/,
    ],
  ])("%s", async (_what, bytes, message) => {
    const folder = temporaryFolder();
    const model = join(folder, "model.cbm");
    if (bytes) writeFileSync(model, bytes);
    const before = readdirSync(folder);
    const { stderr, code } = await runCommand(["bundle", model, "-o", join(folder, "scorer.wasm")]);
    expect(code).toBe(2);
    expect(stderr.replace(/^catscore: |\n$/g, "")).toMatch(message);
    expect(stderr.split("\n")).toHaveLength(2);
    expect(readdirSync(folder)).toEqual(before);
  });

  test.each([
    [["-o", "/no/such/scorer.wasm"], "cannot write /no/such/scorer.wasm: no such file or directory"],
    [[], "required option '-o, --output <file>' not specified"],
  ])("with %j", async (args, message) => {
    const { stderr, code } = await runCommand(["bundle", MODEL, ...args]);
    expect([stderr, code]).toEqual([`catscore: ${message}\n`, 2]);
  });

  test("a bundle that is there already stays", async () => {
    const path = join(temporaryFolder(), "scorer.wasm");
    writeFileSync(path, "the old one");
    const { code } = await runCommand(["bundle", "/no/such/model.cbm", "-o", path]);
    expect([code, readFileSync(path, "utf8")]).toEqual([2, "the old one"]);
  });
});
