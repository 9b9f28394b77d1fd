import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { goldenModel, runCommand, startCommand, temporaryFolder, waitForEnd } from "./command.ts";

/** Three floats: n1, n2, n3. */
const MODEL = goldenModel("numeric-nan-min");
const GOOD = "[1,2,3]\n";

describe("a failure ends with 2 and one line on standard error", () => {
  test.each([
    ["a bad row", `${GOOD}[1,"abc",3]\n`, 'standard input line 2, column "n2": got "abc", expected a number'],
    [
      "a tower of brackets",
      `${GOOD}[1,${"[".repeat(100_000)}${"]".repeat(100_000)},3]\n`,
      'standard input line 2, column "n2": got an array, expected a number',
    ],
    ["a bad line", `${GOOD}{\n`, /^standard input line 2: not JSON: .*$/],
    ["a bad header", "\nn1,n2\n1,2\n", 'standard input line 2, column "n3" is missing'],
    ["a header that is not CSV", 'n1,"n2"x\n', /^standard input line 1: text behind a closing quote, .*$/],
    ["a bad record", '"n1",n2,n3\n1,2,3\n\n1,2\n', "standard input line 4: got 2 values, the header has 3"],
  ])("%s", async (_what, text, message) => {
    const { stderr, code } = await runCommand(["predict", MODEL], text);
    expect(stderr.replace(/^catscore: |\n$/g, "")).toEqual(
      typeof message === "string" ? message : expect.stringMatching(message),
    );
    expect(code).toBe(2);
  });

  test("a file is named as it was given", async () => {
    const path = join(temporaryFolder(), "rows.jsonl");
    writeFileSync(path, `${GOOD}[]\n`);
    const { stderr, code } = await runCommand(["predict", MODEL, path]);
    expect(stderr).toBe(`catscore: ${path} line 2: got 0 values, expected 3\n`);
    expect(code).toBe(2);
  });

  test("a line without end is refused before it fills the memory", async () => {
    const text = Buffer.alloc(65 * 1024 * 1024, "x").fill(`${GOOD}[`, 0, GOOD.length + 1);
    const { stdout, stderr } = await runCommand(["predict", MODEL], text);
    expect(stderr).toBe(
      "catscore: standard input line 2: a record longer than 64 MiB (a quote that is not closed?)\n",
    );
    expect(stdout.split("\n")).toHaveLength(2);
  });

  test.each([
    [
      ["--type", "Probabilty"],
      '--type: got "Probabilty", expected one of RawFormulaVal, Probability, LogProbability, Class, Exponent, RMSEWithUncertainty, MultiProbability, VirtEnsembles, TotalUncertainty, LeafIndexes',
    ],
    [["--ntree-start", "-1"], '--ntree-start: got "-1", expected a whole number from 0 to 999999999'],
    [["--ntree-end", "1e3"], '--ntree-end: got "1e3", expected a whole number from 0 to 999999999'],
    [
      ["--virtual-ensembles-count", "0"],
      '--virtual-ensembles-count: got "0", expected a whole number from 1 to 999999999',
    ],
    [
      ["--ntree-start", "7", "--ntree-end", "3"],
      /^got ntreeStart 7 and ntreeEnd 3, expected 0 <= ntreeStart < ntreeEnd <= \d+, the number of trees$/,
    ],
    [
      ["--type", "VirtEnsembles", "--virtual-ensembles-count", "1000"],
      /^got virtualEnsemblesCount 1000 and \d+ trees, expected 1 ensemble or more of at least 2 trees each$/,
    ],
    [["--type", "MultiProbability"], 'a model with the loss Logloss cannot give "MultiProbability"'],
    [["--format", "xml"], '--format: got "xml", expected one of jsonl, csv'],
    [["--threads", "0"], '--threads: got "0", expected a whole number from 1 to 1024'],
    [["/no/such/rows.csv"], "cannot read /no/such/rows.csv: no such file or directory"],
    [["--output", "/no/such/answers"], "cannot write /no/such/answers: no such file or directory"],
    [["/"], "cannot read /: it is a folder"],
  ])("predict %j", async (args, message) => {
    const { stderr, code } = await runCommand(["predict", MODEL, ...args], GOOD);
    expect(stderr.replace(/^catscore: |\n$/g, "")).toEqual(
      typeof message === "string" ? message : expect.stringMatching(message),
    );
    expect(code).toBe(2);
  });

  test("a type that the model cannot give is known before there is a row", async () => {
    const child = startCommand(["predict", goldenModel("numeric-nan-forbidden"), "--type", "Class"]);
    const { stdout, stderr, code } = await waitForEnd(child);
    expect([stdout, code]).toEqual(["", 2]);
    expect(stderr).toBe('catscore: a model with the loss RMSE cannot give "Class"\n');
  });

  test.each(["predict", "inspect"])("%s of a model that is not there", async (command) => {
    const { stderr, code } = await runCommand([command, "/no/such/model.cbm"]);
    expect(stderr).toMatch(/^catscore: cannot read the model \/no\/such\/model.cbm: .*no such file.*\n$/);
    expect(code).toBe(2);
  });

  test.each(["predict", "inspect"])("%s of a file that is no model", async (command) => {
    const path = join(temporaryFolder(), "model.cbm");
    writeFileSync(path, "no model");
    const { stderr, code } = await runCommand([command, path]);
    expect(stderr).toMatch(/^catscore: .*model\.cbm: the file does not start with "CBM1".*\n$/);
    expect(code).toBe(2);
  });
});
