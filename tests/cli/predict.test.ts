import { readFileSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadModel, type PredictOptions } from "../../src/node.ts";
import { answersOf, golden, rowsByName } from "../golden.ts";
import { goldenModel, runCommand, startCommand, temporaryFolder, waitForEnd } from "./command.ts";
import { toAnswers, toCsvText, toObjects } from "./row-text.ts";

const MODEL = goldenModel("ctr-simple");
const GOLDEN = golden("ctr-simple");
const ROWS = rowsByName(GOLDEN);
const RAW = toAnswers(answersOf(GOLDEN, "RawFormulaVal"));

describe("input", () => {
  test.each([
    ["rows.jsonl", toObjects(ROWS)],
    ["rows.csv", toCsvText(ROWS)],
    ["objects.txt", toObjects(ROWS)],
    ["table.txt", toCsvText(ROWS)],
  ])("a file %s is read in its format", async (file, text) => {
    const path = join(temporaryFolder(), file);
    writeFileSync(path, text);
    expect((await runCommand(["predict", MODEL, path])).stdout).toBe(RAW);
  });

  test("--format wins over the file's ending", async () => {
    const path = join(temporaryFolder(), "rows.csv");
    writeFileSync(path, toObjects(ROWS));
    expect((await runCommand(["predict", MODEL, path, "--format", "jsonl"])).stdout).toBe(RAW);
  });

  test.each([
    ["a byte order mark", `\uFEFF${toObjects(ROWS)}`],
    ["a byte order mark before CSV", `\uFEFF${toCsvText(ROWS)}`],
    ["lines ended by CR and LF", toObjects(ROWS).replaceAll("\n", "\r\n")],
    ["CSV lines ended by CR and LF", toCsvText(ROWS, "\r\n")],
    ["blank lines", `\n \n${toObjects(ROWS).replaceAll("\n", "\n\n")}\n\n`],
    ["blank lines in CSV", `\n\r\n${toCsvText(ROWS, "\n\n")}\n`],
    ["a last line without its end", toObjects(ROWS).trimEnd()],
    ["a last CSV line without its end", toCsvText(ROWS).trimEnd()],
  ])("%s changes nothing", async (_what, text) => {
    expect(await runCommand(["predict", MODEL], text)).toEqual({ stdout: RAW, stderr: "", code: 0 });
  });

  test.each([
    ["nothing", ""],
    ["a byte order mark", "\uFEFF"],
    ["blank lines", "\n\r\n\n"],
    ["a CSV header", "color,city,code\n"],
  ])("%s has no rows and gives no answers", async (_what, text) => {
    expect(await runCommand(["predict", MODEL], text)).toEqual({ stdout: "", stderr: "", code: 0 });
  });

  test("columns that the model does not know are passed over on demand", async () => {
    const labelled = toCsvText(ROWS).replaceAll("\n", ",1\n").replace(",1\n", ",label\n");
    expect((await runCommand(["predict", MODEL, "--ignore-unknown"], labelled)).stdout).toBe(RAW);
  });

  test("JSON objects may hold more than the features on demand", async () => {
    const objects = toObjects(ROWS).replaceAll("}\n", ',"label":1}\n');
    expect((await runCommand(["predict", MODEL, "--ignore-unknown"], objects)).stdout).toBe(RAW);
  });

  test("--type takes the names of CatBoost in any case of letters", async () => {
    const { stdout } = await runCommand(["predict", MODEL, "--type", "probability"], toObjects(ROWS));
    expect(stdout).toBe(toAnswers(answersOf(GOLDEN, "Probability")));
  });
});

describe("options", () => {
  const floats = (...rows: readonly (readonly number[])[]) =>
    rows.map((row) => `${JSON.stringify(row)}\n`).join("");

  test.each<[string, string[], PredictOptions]>([
    ["depth-1", ["--ntree-start", "3", "--ntree-end", "9"], { ntreeStart: 3, ntreeEnd: 9 }],
    ["depth-1", ["--type", "leafindexes", "--ntree-end", "4"], { type: "LeafIndexes", ntreeEnd: 4 }],
    [
      "depth-1",
      ["--type", "VirtEnsembles", "--virtual-ensembles-count", "3"],
      { type: "VirtEnsembles", virtualEnsemblesCount: 3 },
    ],
    ["depth-1", ["--type", "TotalUncertainty"], { type: "TotalUncertainty" }],
    ["labels-strings", ["--type", "Class"], { type: "Class" }],
    ["labels-booleans", ["--type", "Class"], { type: "Class" }],
    ["labels-multiclass-floats", ["--type", "Class"], { type: "Class" }],
    ["langevin", ["--type", "RMSEWithUncertainty"], { type: "RMSEWithUncertainty" }],
  ])("%s %j", async (name, args, options) => {
    const rows = [
      [0.5, -1],
      [-2, 0.25],
      [1, 1],
    ];
    const { stdout, stderr } = await runCommand(["predict", goldenModel(name), ...args], floats(...rows));
    const model = await loadModel(goldenModel(name));
    expect(stderr).toBe("");
    expect(stdout).toBe(toAnswers(model.predictMany(rows, options)));
  });

  test("outputs of classes that training never saw read back as -Infinity", async () => {
    const { stdout } = await runCommand(["predict", goldenModel("class-names")], "[0.5,1]\n");
    const outputs: number[] = JSON.parse(stdout);
    expect(outputs.map((value) => value === Number.NEGATIVE_INFINITY)).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });
});

describe("many blocks", () => {
  /** Some 3 MB, so a dozen blocks and threads. */
  const REPEATS = 1200;
  const expected = RAW.repeat(REPEATS);
  const [header, ...records] = toCsvText(ROWS).split("\n");
  const inputs = {
    objects: toObjects(ROWS).repeat(REPEATS),
    csv: `${header}\n${records.join("\n").repeat(REPEATS)}`,
  };

  test.each([
    ["objects", "1"],
    ["objects", "3"],
    ["csv", "1"],
    ["csv", "3"],
  ] as const)("%s keep their order with %s threads", async (kind, threads) => {
    const { stdout, code } = await runCommand(["predict", MODEL, "--threads", threads], inputs[kind]);
    expect(code).toBe(0);
    expect(stdout === expected).toBe(true);
  });

  test("of wide answers are smaller, with the same answers", async () => {
    const model = await loadModel(goldenModel("trees-1000"));
    const rows = Array.from({ length: 3000 }, (_, i) => [i / 3000, 1 - i / 700]);
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    const { stdout } = await runCommand(
      ["predict", goldenModel("trees-1000"), "--type", "LeafIndexes"],
      text,
    );
    expect(stdout === toAnswers(model.predictMany(rows, { type: "LeafIndexes" }))).toBe(true);
  });

  test("the first bad row ends it, once all answers before it are out", async () => {
    const text = `${inputs.objects}{"color":1.5,"city":"x","code":1}\n${inputs.objects}`;
    const { stdout, stderr, code } = await runCommand(["predict", MODEL], text);
    expect(code).toBe(2);
    expect(stderr).toContain(`standard input line ${ROWS.length * REPEATS + 1}, column "color": got 1.5`);
    expect(stdout === expected).toBe(true);
  });

  test("a reader that goes away ends it quietly", async () => {
    const child = startCommand(["predict", MODEL]);
    const ended = waitForEnd(child);
    child.stdout.once("data", () => child.stdout.destroy());
    child.stdin.write(inputs.objects.repeat(4));
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("output", () => {
  test("--output gets the answers, standard output nothing", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "answers.jsonl");
    const ended = await runCommand(["predict", MODEL, "--output", path], toObjects(ROWS));
    expect(ended).toEqual({ stdout: "", stderr: "", code: 0 });
    expect(readFileSync(path, "utf8")).toBe(RAW);
    expect(await readdir(folder)).toEqual(["answers.jsonl"]);
  });

  test("a failure leaves the old file and no half of the new one", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "answers.jsonl");
    writeFileSync(path, "old\n");
    const { code } = await runCommand(["predict", MODEL, "--output", path], `${toObjects(ROWS)}{\n`);
    expect(code).toBe(2);
    expect(readFileSync(path, "utf8")).toBe("old\n");
    expect(await readdir(folder)).toEqual(["answers.jsonl"]);
  });

  test.skipIf(process.platform === "win32")("Ctrl-C ends it with 130 and leaves no half file", async () => {
    const folder = temporaryFolder();
    const child = startCommand(["predict", MODEL, "--output", join(folder, "answers.jsonl")]);
    const ended = waitForEnd(child);
    child.stdin.write(toObjects(ROWS));
    while ((await readdir(folder)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    expect(await ended).toEqual({ stdout: "", stderr: "", code: 130 });
    expect(await readdir(folder)).toEqual([]);
  });

  test("an answer comes as soon as its row is there", async () => {
    const child = startCommand(["predict", MODEL]);
    const [first = ""] = toObjects(ROWS).split("\n");
    const answer = new Promise((resolve) => child.stdout.once("data", resolve));
    child.stdin.write(`${first}\n`);
    expect(String(await answer)).toBe(RAW.slice(0, RAW.indexOf("\n") + 1));
  });
});
