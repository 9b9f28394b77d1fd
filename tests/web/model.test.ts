import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { bundleModel } from "../../src/engine/bundle.ts";
import type { FeatureValue } from "../../src/engine/rows.ts";
import { loadModel, type Model, type PredictionType } from "../../src/node.ts";
import { modelPath, rootPath } from "../golden.ts";
import { describePage, drop, PageHost, shows, showsAnswer } from "./browser.ts";

const KINDS = [
  "logloss",
  "multiclass",
  "multi-rmse",
  "multi-logloss",
  "uncertainty",
  "labels-strings",
  "embedding-mix",
  "text-mix",
  "depthwise",
  "numeric-nan-forbidden",
  "no-trees",
];

async function dropModel(page: Page, name: string): Promise<Model> {
  await drop(page, { name: `${name}.cbm`, bytes: readFileSync(modelPath(name)) });
  await shows(page, `${name}.cbm`);
  return loadModel(modelPath(name));
}

/** The row that the form shows. */
async function shownRow(page: Page, { features }: Model): Promise<FeatureValue[]> {
  const row: FeatureValue[] = new Array((features.at(-1)?.index ?? -1) + 1).fill(null);
  for (const { index, kind } of features) {
    const text = await page.locator(`#feature-${index}`).inputValue();
    if (kind === "embedding") row[index] = text.split(", ").map(Number);
    else row[index] = kind === "float" && text === "" ? null : text;
  }
  return row;
}

describePage("a model that is dropped", () => {
  const host = new PageHost();

  test.each(KINDS)("%s: every type that it can give has Node's numbers, to the bit", async (name) => {
    const page = await host.open();
    const model = await dropModel(page, name);
    const row = await shownRow(page, model);
    const types = await page.locator("#answer-type option").allTextContents();
    for (const type of types as PredictionType[]) {
      await page.selectOption("#answer-type", type);
      await showsAnswer(page, [model.predict(row, { type })].flat(2));
    }
    expect(types).toContain("RawFormulaVal");
  });

  test("what it is, is said", async () => {
    const page = await host.open();
    await dropModel(page, "lossguide-multiclass");
    const { info } = await loadModel(modelPath("lossguide-multiclass"));
    const facts = await page.locator("#model-facts").innerText();
    for (const text of [
      "MultiClass",
      `${info.treeCount} non-symmetric`,
      `up to ${info.treeDepthMax}`,
      info.leafCount.toLocaleString("en"),
      info.classLabels.join(", "),
      `${(info.byteCount / 1000).toFixed(1)} kB`,
      "SIMD",
    ]) {
      expect(facts).toContain(text);
    }
    expect(await page.locator("#model-kind").innerText()).toBe(
      `Classifier of ${info.classLabels.length} classes`,
    );
  });

  test("the importances are Node's, sorted; the first 15, and all of them on demand", async () => {
    const page = await host.open();
    const model = await loadModel(rootPath("models/plates.cbm"));
    const shares = [...model.featureImportances()].sort((a, b) => b - a);
    const shown = page.locator("#importance-list .number");
    const texts = shares.map((share) => (share > 0 && share < 0.05 ? "< 0.1 %" : `${share.toFixed(1)} %`));
    expect(await shown.allTextContents()).toEqual(texts.slice(0, 15));
    await page.click("#importance-all");
    expect(await shown.allTextContents()).toEqual(texts);
    await page.click("#importance-all");
    expect(await shown.count()).toBe(15);
  });

  test("a bundle is taken as a model is; a module without one is refused", async () => {
    const page = await host.open();
    const engine = readFileSync(rootPath("build/catscore.wasm"));
    const bytes = await bundleModel(engine, readFileSync(modelPath("logloss")), "0", "logloss.cbm");
    await drop(page, { name: "scorer.wasm", bytes });
    await shows(page, "scorer.wasm");
    const model = await loadModel(modelPath("logloss"));
    await showsAnswer(page, [model.predict(await shownRow(page, model), { type: "Probability" })].flat(2));
    await drop(page, { name: "engine.wasm", bytes: engine });
    await expect.poll(() => page.locator("#notice-text").innerText()).toContain("engine.wasm: ");
    expect(await page.locator("#model-name").innerText()).toBe("scorer.wasm");
  });

  test("a damaged one is refused in the engine's words, and the one before stays", async () => {
    const page = await host.open();
    const bytes = readFileSync(rootPath("models/plates.cbm")).subarray(0, 200_000);
    const refusal = await loadModel(bytes, { name: "half.cbm" }).catch((error: Error) => error.message);
    await drop(page, { name: "half.cbm", bytes });
    await expect.poll(() => page.locator("#notice-text").innerText()).toBe(refusal);
    expect(await page.locator("#model-name").innerText()).toBe("plates.cbm");
    await page.click("#tab-row");
    const before = await page.locator("#answer-value .number").allTextContents();
    await page.fill("#row-filter", "recognition_accuracy");
    await page.fill("#feature-2", "1");
    await expect.poll(() => page.locator("#answer-value .number").allTextContents()).not.toEqual(before);
    await page.click("#notice-close");
    expect(await page.locator("#notice").isVisible()).toBe(false);
  });

  test("its name and its features' names are text, whatever is in them", async () => {
    const page = await host.open();
    const name = '<img src="x" onerror="alert(1)">.cbm';
    await drop(page, { name, bytes: readFileSync(modelPath("names")) });
    await shows(page, name);
    expect(await page.locator("#model-name").innerText()).toBe(name);
    expect(await page.locator("img, script:not([src])").count()).toBe(0);
    const { features } = await loadModel(modelPath("names"));
    const shown = await page.locator(".field label .name").allTextContents();
    expect(shown.toSorted()).toEqual(features.map((feature) => feature.name).toSorted());
  });

  test("the built-in example comes back", async () => {
    const page = await host.open();
    await dropModel(page, "rmse");
    expect(await page.locator("#tab-plate").isVisible()).toBe(false);
    await page.click("#model-example");
    await shows(page, "plates.cbm");
    expect(await page.locator("#tab-plate").isVisible()).toBe(true);
  });

  test("a host without the example says so, and takes models all the same", async () => {
    const page = await host.blank();
    page.removeAllListeners("console");
    await page.route("**/plates.cbm", (route) => route.fulfill({ status: 404 }));
    await page.goto(host.address);
    const notice = page.locator("#notice-text");
    await expect.poll(() => notice.textContent()).toBe("plates.cbm: the server answered 404");
    await drop(page, { name: "rows.csv", bytes: Buffer.from("a\n1\n") });
    await expect.poll(() => notice.textContent()).toBe("rows.csv: there is no model yet that could score it");
    const model = await dropModel(page, "rmse");
    await showsAnswer(page, [model.predict(await shownRow(page, model))]);
    expect(await page.locator("#notice").isVisible()).toBe(false);
  });
});
