import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { modelPath } from "../golden.ts";
import { describePage, drop, PageHost, shows } from "./browser.ts";

/** What has the focus: its id, else its accessible name or text. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.id || element?.getAttribute("aria-label") || element?.textContent?.trim() || "nothing";
  });
}

async function tab(page: Page, times = 1): Promise<string> {
  for (let i = 0; i < times; i++) await page.keyboard.press("Tab");
  return focused(page);
}

describePage("the keyboard alone", () => {
  const host = new PageHost();

  test("reaches everything, and works it", async () => {
    const page = await host.open();
    expect(await tab(page)).toBe("Skip to the model's answers");
    expect(await tab(page)).toBe("model-choice");
    expect(await tab(page)).toBe("model-example");
    expect(await tab(page)).toBe("tab-plate");
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toBe("tab-row");
    expect(await page.locator("#panel-row").isVisible()).toBe(true);
    await page.keyboard.press("End");
    expect(await focused(page)).toBe("tab-csv");
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toBe("tab-plate");
    await page.keyboard.press("ArrowRight");
    expect(await tab(page)).toBe("answer-type");
    expect(await tab(page)).toBe("row-filter");
    await page.keyboard.type("direction");
    expect(await tab(page)).toBe("row-reset");
    expect(await tab(page)).toBe("direction, slider");
    const before = await page.locator("#answer-value .number").allTextContents();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.locator("#answer-value .number").allTextContents()).not.toEqual(before);
    expect(await tab(page)).toBe("feature-1");
    expect(await tab(page)).toBe("direction is missing");
    await page.keyboard.press("Space");
    expect(await page.inputValue("#feature-1")).toBe("");
    expect(await tab(page)).toBe("importance-all");
    await page.keyboard.press("Enter");
    expect(await page.locator("#importance-list li").count()).toBe(41);
    await page.keyboard.press("Space");
    expect(await page.locator("#importance-list li").count()).toBe(15);
  });

  test("skips to the answers", async () => {
    const page = await host.open();
    await tab(page);
    await page.keyboard.press("Enter");
    expect(await focused(page)).toBe("work");
    expect(await tab(page)).toBe("tab-plate");
  });

  test("goes on in the first of more fields", async () => {
    const page = await host.open();
    await page.click("#tab-row");
    await page.locator("#row-more").focus();
    await page.keyboard.press("Enter");
    expect(await page.locator(".field").count()).toBe(41);
    expect(
      await page.evaluate(
        () => document.activeElement?.closest(".field") === document.querySelector(".field:last-child"),
      ),
    ).toBe(true);
  });

  test("what has the focus is not under the answers", async () => {
    const page = await host.open();
    await page.click("#tab-row");
    await page.locator(".field input, .field textarea").last().focus();
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Shift+Tab");
      const isUnder = await page.evaluate(() => {
        const focused = document.activeElement as HTMLElement;
        const answer = document.getElementById("answer") as HTMLElement;
        const isField = focused.closest(".field") !== null;
        return isField && focused.getBoundingClientRect().top < answer.getBoundingClientRect().bottom;
      });
      expect(isUnder).toBe(false);
    }
  });

  test("what has the focus is seen to have it", async () => {
    const page = await host.open();
    let seenCount = 0;
    for (
      await tab(page);
      await page.evaluate(() => document.activeElement !== document.body);
      await tab(page)
    ) {
      const isSeen = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(element.closest(".file") ?? element);
        return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
      });
      expect([await focused(page), isSeen]).toEqual([await focused(page), true]);
      seenCount++;
    }
    expect(seenCount).toBeGreaterThan(15);
  });

  test("every control has a name, every bar a value, and answers are told", async () => {
    const page = await host.open();
    for (const model of ["", "embedding-mix"]) {
      if (model !== "") {
        await drop(page, { name: model, bytes: readFileSync(modelPath(model)) });
        await shows(page, model);
      }
      const nameless = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLInputElement>("button, input, select, textarea, progress, a")]
          .filter((element) => {
            const labels = [...(element.labels ?? [])].map((label) => label.textContent.trim()).join("");
            return `${labels}${element.getAttribute("aria-label") ?? ""}${element.textContent.trim()}` === "";
          })
          .map((element) => element.outerHTML),
      );
      expect(nameless).toEqual([]);
    }
    const meter = page.getByRole("meter", { name: "class 1" });
    const value = Number(await meter.getAttribute("aria-valuenow"));
    expect(await page.locator("#answer-value .number").allTextContents()).toContain(String(value));
    await expect.poll(() => page.locator("[aria-live=polite]").textContent()).toContain(`class 1: ${value}`);
  });
});
