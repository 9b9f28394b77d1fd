import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { COMMAND } from "../cli/command.ts";
import { golden, modelPath, rowsByName } from "../golden.ts";
import { describePage, drop, PageHost, shows } from "./browser.ts";

const ROW_COUNT = 100_000;
const MODEL = "multiclass";

function quoted(value: unknown): string {
  return `"${String(value ?? "").replaceAll('"', '""')}"`;
}

/** Golden rows again and again, each with a number that is a little different. */
function makeCsv(rowCount: number): string {
  const rows = rowsByName(golden(MODEL));
  const names = Object.keys(rows[0] ?? {});
  const lines = [[...names, "target"].map(quoted).join(",")];
  for (let i = 0; i < rowCount; i++) {
    const row = rows[i % rows.length] ?? {};
    const values = names.map((name) =>
      typeof row[name] === "number" ? row[name] + i / rowCount : row[name],
    );
    lines.push([...values, i].map(quoted).join(","));
  }
  return `${lines.join("\n")}\n`;
}

let folder = "";
let file = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "catscore-page-"));
  file = join(folder, "rows.csv");
  writeFileSync(file, makeCsv(ROW_COUNT));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `catscore predict` answers for the rows of the file. */
function predictions(type: string): unknown[] {
  const args = [COMMAND, "predict", modelPath(MODEL), file, "--type", type, "--ignore-unknown"];
  const output = execFileSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

async function open(host: PageHost): Promise<Page> {
  const page = await host.open();
  await drop(page, { name: `${MODEL}.cbm`, bytes: readFileSync(modelPath(MODEL)) });
  await shows(page, `${MODEL}.cbm`);
  await page.click("#tab-csv");
  return page;
}

async function save(page: Page): Promise<{ name: string; lines: string[] }> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#csv-download")]);
  const text = readFileSync(await download.path(), "utf8");
  return { name: download.suggestedFilename(), lines: text.trimEnd().split("\n") };
}

function isDone(page: Page): Promise<void> {
  return page.locator("#csv-state", { hasText: / in [\d.]+ s, / }).waitFor();
}

describePage("a CSV to score", () => {
  const host = new PageHost();

  test("of a header alone there is nothing to draw or save", async () => {
    const page = await open(host);
    const names = Object.keys(rowsByName(golden(MODEL))[0] ?? {});
    await drop(page, { name: "few.csv", bytes: Buffer.from(names.map(quoted).join(",")) });
    await page.locator("#csv-state", { hasText: "0 rows in" }).waitFor();
    expect(await page.locator("#csv-result").isVisible()).toBe(false);
  });

  test("100,000 rows: columns, progress, histogram, and a download equal to catscore predict", async () => {
    const page = await open(host);
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      const state = document.getElementById("csv-state") as HTMLElement;
      new MutationObserver(() => seen.push(state.textContent)).observe(state, { childList: true });
    });
    await page.setInputFiles("#csv-choice", file);
    await isDone(page);
    const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    const underWay = seen.filter((text) => /^\d+ %, [\d,]+ rows, [\d,]+ rows a second$/.test(text));
    expect(underWay.length).toBeGreaterThan(1);
    expect(await page.locator("#csv-columns").innerText()).toBe(
      "Columns that are features of the model: 3 of 4.\nNot used, since no feature has the name: target",
    );
    expect(await page.locator("#csv-state").innerText()).toMatch(/^100,000 rows in/);

    const expected = predictions("Probability") as number[][];
    const { name, lines } = await save(page);
    expect(name).toBe("rows-Probability.csv");
    expect(lines[0]).toBe(["row", ...[0, 1, 2, 3].map((label) => `Probability: class ${label}`)].join(","));
    const wrong = lines
      .slice(1)
      .findIndex((line, row) => line !== [row + 1, ...(expected[row] ?? [])].join(","));
    expect([lines.length, wrong]).toEqual([ROW_COUNT + 1, -1]);

    await page.selectOption("#csv-output", "class 2");
    const counts = new Array<number>(40).fill(0);
    for (const [, , share = 0] of expected) {
      const bin = Math.min(39, Math.floor(share * 40));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    const bars = page.locator("#csv-chart .plot span");
    await expect
      .poll(() =>
        bars.evaluateAll((each) => each.map((bar) => (bar as HTMLElement).title.replace(/.*: /, ""))),
      )
      .toEqual(counts.map((count) => `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`));
    expect(await page.locator("#csv-chart .plot").getAttribute("aria-label")).toContain(
      "Histogram of the answers",
    );
  });

  test("classes: a bar for each label, and labels in the download", async () => {
    const page = await open(host);
    await page.selectOption("#csv-type", "Class");
    await page.setInputFiles("#csv-choice", file);
    await isDone(page);
    const expected = (predictions("Class") as [number][]).map(([label]) => label);
    const titles = await page
      .locator("#csv-chart .plot span")
      .evaluateAll((bars) => bars.map((bar) => (bar as HTMLElement).title));
    expect(titles).toEqual(
      [0, 1, 2, 3].map((label) => {
        const count = expected.filter((each) => each === label).length;
        return `${label}: ${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;
      }),
    );
    const { lines } = await save(page);
    expect(lines).toEqual(["row,Class", ...expected.map((label, row) => `${row + 1},${label}`)]);
  });

  test("cancel ends it, and the next file is scored", async () => {
    const page = await open(host);
    await page.setInputFiles("#csv-choice", file);
    await page.locator("#csv-state", { hasText: "rows a second" }).waitFor();
    await page.click("#csv-cancel");
    await expect
      .poll(() => page.locator("#csv-state").innerText())
      .toMatch(/^Cancelled after [\d,]+ rows?\.$/);
    expect(await page.locator("#csv-result").isVisible()).toBe(false);
    await drop(page, { name: "few.csv", bytes: Buffer.from(makeCsv(7)) });
    await isDone(page);
    expect(await page.locator("#csv-state").innerText()).toMatch(/^7 rows in/);
  });

  test("the form answers while a file is scored", async () => {
    const page = await open(host);
    await page.setInputFiles("#csv-choice", file);
    await page.locator("#csv-state", { hasText: "rows a second" }).waitFor();
    await page.click("#tab-row");
    const before = await page.locator("#answer-value .number").allTextContents();
    await page.locator("input[type=range]").first().press("End");
    await expect.poll(() => page.locator("#answer-value .number").allTextContents()).not.toEqual(before);
    expect(await page.locator("#csv-state").textContent()).toMatch(/ %, /);
  });

  test.each([
    ["a missing column", "n1,other\n1,2\n", "#csv-columns", /Missing, so the rows cannot be scored: code n2/],
    [
      "a bad value",
      'n1,n2,code\n1,2,3\n1,"2 000",3\n',
      "#csv-error",
      /^rows\.csv line 3, column "n2": got "2 000", expected a number$/,
    ],
    [
      "a short line",
      "n1,n2,code\n1,2,3\n1,2\n",
      "#csv-error",
      /^rows\.csv line 3: got 2 values, the header has 3$/,
    ],
    [
      "a quote that is not closed",
      'n1,n2,code\n1,2,"3\n',
      "#csv-error",
      /^rows\.csv line 2: a quote is not closed$/,
    ],
    [
      "a column twice",
      "n1,n1,n2,code\n1,1,2,3\n",
      "#csv-error",
      /^rows\.csv line 1, column "n1" is there twice$/,
    ],
    [
      "bytes that are no text",
      Buffer.from([0x6e, 0x31, 0x2c, 0xff, 0x0a]),
      "#csv-error",
      /^rows\.csv line 1: bytes that are not UTF-8$/,
    ],
    ["nothing", "", "#csv-error", /^rows\.csv: no line, expected a header/],
    ["a semicolon for a comma", "n1;n2;code\n", "#csv-columns", /The header has no comma/],
    [
      "markup",
      "<b>n1</b>,n1,n2,code\n1,1,2,3\n",
      "#csv-columns",
      /Not used, since no feature has the name: <b>n1<\/b>/,
    ],
  ])("%s is said", async (_what, content, place, message) => {
    const page = await open(host);
    await drop(page, { name: "rows.csv", bytes: Buffer.from(content) });
    await expect.poll(() => page.locator(place).textContent()).toMatch(message);
    expect(await page.locator("#csv-columns b").count()).toBe(0);
  });

  test("the file to start from is scored as the form is", async () => {
    const page = await open(host);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#csv-example")]);
    await page.setInputFiles("#csv-choice", await download.path());
    await isDone(page);
    const { lines } = await save(page);
    const shown = await page.locator("#answer-value .number").allTextContents();
    expect(lines[1]).toBe(`1,${shown.join(",")}`);
  });
});
