import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadModel } from "../../src/node.ts";
import { modelPath } from "../golden.ts";
import { describePage, drop, PageHost, shows } from "./browser.ts";

describePage("narrow screens", () => {
  const host = new PageHost();

  test.each([320, 375, 768, 1280])("at %d px nothing is wider than the screen", async (width) => {
    const page = await host.open({ viewport: { width, height: 812 } });
    const wider = () =>
      page.evaluate(
        (most) =>
          [...document.body.querySelectorAll("*")]
            .filter((element) => element.closest(".scroll, .unseen, .skip, [hidden], svg") === null)
            .filter((element) => element.getBoundingClientRect().right > most + 0.5)
            .map((element) => element.outerHTML.slice(0, 100)),
        width,
      );
    for (const model of ["", "multiclass", "unicode", "embedding-mix", "trees-1000", "uncertainty"]) {
      if (model !== "") {
        await drop(page, { name: model, bytes: readFileSync(modelPath(model)) });
        await shows(page, model);
      }
      for (const tab of await page.locator("[role=tab]:visible").all()) {
        await tab.click();
        expect(await wider()).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    }
  });

  test("long readings of a plate and long class labels stay in their places", async () => {
    const page = await host.open({ viewport: { width: 375, height: 812 } });
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    await page.fill("#plate-afts_regno_ai", "A".repeat(60));
    await page.locator(".readings td").nth(59).waitFor();
    expect(await width()).toBe(375);
    expect(await page.locator("#plate-readings .hint").innerText()).toMatch(/; and \d+ more$/);
    const bytes = readFileSync(modelPath("labels-multiclass-strings"));
    await drop(page, { name: "labels", bytes });
    await shows(page, "labels");
    const { features, info } = await loadModel(bytes);
    await page.click("#tab-csv");
    await page.selectOption("#csv-type", "Class");
    const lines = [features.map(({ name }) => `"${name}"`), features.map(() => "1")];
    await drop(page, { name: "rows.csv", bytes: Buffer.from(lines.join("\n")) });
    await page
      .locator(".axis.labels span")
      .nth(info.classLabels.length - 1)
      .waitFor();
    await page.evaluate(() => {
      const [label] = document.querySelectorAll(".axis.labels span");
      if (label) label.textContent = "long label ".repeat(30);
    });
    expect(await width()).toBe(375);
    expect((await page.locator(".axis.labels").boundingBox())?.height).toBeLessThan(32);
  });

  test("on a phone the answers come before the importances, and stay in sight", async () => {
    const page = await host.open({ viewport: { width: 375, height: 812 } });
    const top = async (id: string) => (await page.locator(id).boundingBox())?.y ?? 0;
    expect(await top("#work")).toBeGreaterThan(await top("#model"));
    expect(await top("#importance")).toBeGreaterThan(await top("#work"));
    await page.click("#tab-row");
    await page.locator(".field").nth(20).scrollIntoViewIfNeeded();
    expect(await page.locator(".answer").boundingBox()).toMatchObject({ y: 0 });
  });

  test("on a low screen the answers leave the room to the fields", async () => {
    const page = await host.open({ viewport: { width: 640, height: 400 } });
    await page.click("#tab-row");
    await page.locator(".field").nth(20).scrollIntoViewIfNeeded();
    expect((await page.locator(".answer").boundingBox())?.y).toBeLessThan(0);
  });

  test("what is touched is large enough", async () => {
    const page = await host.open({ viewport: { width: 375, height: 812 }, hasTouch: true });
    for (const button of await page.locator("button:visible, .button:visible").all()) {
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(32);
    }
  });

  test("dark and light have their own colours", async () => {
    const grounds: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await host.open({ colorScheme });
      grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    }
    expect(grounds).toEqual(["rgb(245, 245, 242)", "rgb(18, 20, 23)"]);
  });
});
