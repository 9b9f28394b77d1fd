import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { FeatureValue } from "../../src/engine/rows.ts";
import { loadModel } from "../../src/node.ts";
import { golden, modelPath, rootPath, rowsByName } from "../golden.ts";
import { describePage, drop, PageHost, shows, showsAnswer } from "./browser.ts";

/** What a user types for a value. */
function typed(value: FeatureValue): string {
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}

async function open(host: PageHost, name: string): Promise<Page> {
  const page = await host.open();
  await drop(page, { name: `${name}.cbm`, bytes: readFileSync(modelPath(name)) });
  await shows(page, `${name}.cbm`);
  return page;
}

describePage("the form for one row", () => {
  const host = new PageHost();

  test.each(["logloss", "embedding-mix", "text-mix", "ctr-types"])(
    "%s: a golden row that is typed has CatBoost's answer",
    async (name) => {
      const page = await open(host, name);
      const model = await loadModel(modelPath(name));
      const [row = {}] = rowsByName(golden(name));
      for (const { index, name: column } of model.features) {
        await page.fill(`#feature-${index}`, typed(row[column]));
      }
      await page.selectOption("#answer-type", "RawFormulaVal");
      await showsAnswer(page, [model.predict(row)]);
    },
  );

  test("a slider goes over the borders, sets the number and changes the answer", async () => {
    const page = await open(host, "logloss");
    const model = await loadModel(modelPath("logloss"));
    const float = model.features.find(({ kind, used }) => kind === "float" && used);
    const borders = model.featureBorders().get(float?.index ?? -1) as Float32Array;
    const field = page.locator(".field", { has: page.locator(`#feature-${float?.index}`) });
    const slider = field.locator("input[type=range]");
    expect(Number(await slider.getAttribute("min"))).toBeLessThan(borders[0] as number);
    expect(Number(await slider.getAttribute("max"))).toBeGreaterThan(borders.at(-1) as number);
    const ticks = ((await field.locator(".rug path").getAttribute("d")) ?? "").split("M").length - 1;
    expect(ticks).toBe(borders.length);
    const middle = Number(await page.inputValue(`#feature-${float?.index}`));
    expect(Math.fround(middle)).toBe(borders[(borders.length - 1) >> 1]);
    const before = await page.locator("#answer-value .number").allTextContents();
    await slider.press("Home");
    expect(await page.inputValue(`#feature-${float?.index}`)).toBe(await slider.getAttribute("min"));
    await expect.poll(() => page.locator("#answer-value .number").allTextContents()).not.toEqual(before);
  });

  test("a missing number is missing, and comes back", async () => {
    const page = await open(host, "numeric-nan-max");
    const model = await loadModel(modelPath("numeric-nan-max"));
    const [first] = model.features.filter(({ nanMode }) => nanMode === "Max");
    const id = `#feature-${first?.index}`;
    const value = await page.inputValue(id);
    const row = await Promise.all(model.features.map(({ index }) => page.inputValue(`#feature-${index}`)));
    const toggle = page.getByRole("switch", { name: `${first?.name} is missing` });
    await page.selectOption("#answer-type", "RawFormulaVal");
    await showsAnswer(page, [model.predict(row)]);
    await toggle.check();
    expect(await page.inputValue(id)).toBe("");
    await showsAnswer(page, [model.predict(row.with(first?.index ?? 0, ""))]);
    await toggle.uncheck();
    expect(await page.inputValue(id)).toBe(value);
    await page.fill(id, "");
    expect(await toggle.isChecked()).toBe(true);
  });

  test("where missing numbers are forbidden there is no switch, and the engine says why", async () => {
    const page = await open(host, "numeric-nan-forbidden");
    const { features } = await loadModel(modelPath("numeric-nan-forbidden"));
    const feature = features.find(({ nanMode, used }) => nanMode === "Forbidden" && used);
    expect(await page.getByRole("switch", { name: `${feature?.name} is missing` }).count()).toBe(0);
    await page.fill(`#feature-${feature?.index}`, "");
    const error = page.locator("#answer-error");
    await expect.poll(() => error.innerText()).toContain(`column "${feature?.name}"`);
    await page.fill(`#feature-${feature?.index}`, "1,5");
    await expect
      .poll(() => error.innerText())
      .toBe(`column "${feature?.name}": got "1,5", expected a number`);
    await page.fill(`#feature-${feature?.index}`, "1.5");
    await error.waitFor({ state: "hidden" });
  });

  test.each([
    ["poisson", "Exponent"],
    ["uncertainty", "RMSEWithUncertainty"],
    ["logloss", "Probability"],
    ["quantile", "RawFormulaVal"],
  ])("%s: the first type of the answer is %s", async (name, type) => {
    const page = await open(host, name);
    expect(await page.inputValue("#answer-type")).toBe(type);
    expect(await page.inputValue("#csv-type")).toBe(type);
  });

  test("of many classes the likeliest come first", async () => {
    const page = await open(host, "classes-count");
    const shown = (await page.locator("#answer-value .number").allTextContents()).map(Number);
    expect(shown.length).toBe(6);
    expect(shown).toEqual(shown.toSorted((a, b) => b - a));
    expect(await page.locator("#answer-value li").first().getAttribute("class")).toBe("largest");
    const first = await page.locator("#answer-value .name").first().innerText();
    await expect.poll(() => page.locator("#answer-spoken").innerText()).toContain(`${first}: `);
  });

  test("features are sorted by importance, found by their names, and reset", async () => {
    const page = await host.open();
    await page.click("#tab-row");
    const model = await loadModel(rootPath("models/plates.cbm"));
    const importances = model.featureImportances();
    const [most] = [...model.features].sort(
      (a, b) => (importances[b.index] ?? 0) - (importances[a.index] ?? 0),
    );
    expect(await page.locator(".field .name").first().innerText()).toBe(most?.name);
    await page.fill("#row-filter", "CAMERA");
    expect((await page.locator(".field .name").allTextContents()).toSorted()).toEqual([
      "camera_class",
      "camera_type",
    ]);
    expect(await page.locator("#row-count").innerText()).toBe("2 of 41 features");
    await page.fill("#row-filter", "direction");
    await page.fill("#feature-1", "7");
    await page.click("#row-reset");
    expect(await page.inputValue("#feature-1")).toBe("0");
  });
});
