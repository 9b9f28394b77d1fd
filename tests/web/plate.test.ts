import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { PLATE_FEATURES } from "../../src/plate/features.ts";
import { type PlateAnswer, readLines, rootPath } from "../golden.ts";
import { cyrillic } from "../plate/cyrillic.ts";
import { describePage, PageHost } from "./browser.ts";

const goldens = readLines<PlateAnswer>(rootPath("tests/golden/plates.jsonl")).filter(
  ({ error, body }) => error === undefined && Object.values(body).every((value) => typeof value !== "object"),
);

async function type(page: Page, body: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [field, value] of Object.entries(body)) await page.fill(`#plate-${field}`, String(value));
}

function shownScores(page: Page): Promise<string[]> {
  return page.locator("#plate-answer .number").allTextContents();
}

describePage("the plate", () => {
  const host = new PageHost();

  test("golden bodies that are typed have the service's answers and Python's features", async () => {
    const page = await host.open();
    for (const { body, positive, negative, features } of goldens.slice(0, 10)) {
      await type(page, body);
      await expect.poll(() => shownScores(page)).toEqual([String(positive), String(negative)]);
      const shown = await page
        .locator("#plate-features div")
        .evaluateAll((rows) =>
          rows.map((row) => [row.querySelector("dt")?.textContent, row.querySelector("dd")?.textContent]),
        );
      expect(shown.map(([feature]) => feature)).toEqual(PLATE_FEATURES.map((feature) => feature.name));
      for (const [name, value] of Object.entries(features)) {
        expect(shown).toContainEqual([name, value === null ? "missing" : String(value)]);
      }
    }
  });

  test("each character has the colour of its score, and the score below", async () => {
    const page = await host.open();
    await page.fill("#plate-afts_regno_ai", cyrillic("A939HO190"));
    await page.fill(
      "#plate-afts_regno_ai_char_scores",
      "[1.0, 0.99, 0.9899, 0.95, 0.9499, 0.8, 0.7999, 0.1]",
    );
    const characters = await page
      .locator("#plate-drawing .character")
      .evaluateAll((texts) => texts.map((text) => `${text.textContent} ${getComputedStyle(text).fill}`));
    const [green, olive, orange, red, grey] = [
      "rgb(17, 115, 74)",
      "rgb(122, 106, 0)",
      "rgb(192, 90, 0)",
      "rgb(192, 24, 43)",
      "rgb(107, 112, 120)",
    ];
    const colours = [green, green, olive, olive, orange, orange, red, red, grey];
    expect(characters).toEqual(
      [...cyrillic("A939HO190")].map((letter, index) => `${letter} ${colours[index]}`),
    );
    const scores = ["1.000", "0.990", "0.989", "0.950", "0.949", "0.800", "0.799", "0.100", "-"];
    expect(await page.locator("#plate-drawing .score").allTextContents()).toEqual(scores);
    const legend = page.locator("#plate-legend li");
    expect(await legend.count()).toBe(4);
    expect(await legend.first().evaluate((item) => getComputedStyle(item, "::before").backgroundColor)).toBe(
      green,
    );
  });

  test.each([
    ["A939HO196", "A939HO190", [["6", "0"]]],
    ["A939HO19", "A939HO190", [["", "0"]]],
    ["939HO190", "A939HO190", [["", "A"]]],
    ["A939HO190", "A939HO190", []],
    [
      "",
      "AB",
      [
        ["", "A"],
        ["", "B"],
      ],
    ],
  ])("readings %s and %s differ in %j", async (camera, network, expected) => {
    const page = await host.open();
    await page.fill("#plate-regno_recognize", cyrillic(camera));
    await page.fill("#plate-afts_regno_ai", cyrillic(network));
    const differing = (row: number) =>
      page.locator(`.readings tr:nth-child(${row}) .differs`).allTextContents();
    const [ofCamera, ofNetwork] = [await differing(1), await differing(2)];
    expect(ofCamera.map((character, index) => [character, ofNetwork[index]])).toEqual(
      expected.map((pair) => pair.map(cyrillic)),
    );
    const rows = await page
      .locator(".readings tr")
      .evaluateAll((each) =>
        each.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent).join("")),
      );
    expect(rows).toEqual([cyrillic(camera), cyrillic(network)]);
  });

  test("a wrong field is named as the service names it", async () => {
    const page = await host.open();
    await page.fill("#plate-time_check", "yesterday");
    await expect
      .poll(() => page.locator("#plate-error").innerText())
      .toMatch(/^time_check: got "yesterday", expected/);
    await page.click("#plate-example");
    await page.locator("#plate-error").waitFor({ state: "hidden" });
  });

  test("its features go on in the form for one row", async () => {
    const page = await host.open();
    await page.fill("#plate-direction", "1");
    await page.fill("#plate-recognition_accuracy", "12.5");
    await page.locator("#plate-features div", { hasText: "recognition_accuracy12.5" }).waitFor();
    const scores = await shownScores(page);
    await page.click("#plate-to-row");
    expect(await page.inputValue("#feature-2")).toBe("12.5");
    await expect
      .poll(() => page.locator("#answer-value .number").allTextContents())
      .toEqual(scores.toReversed());
  });
});
