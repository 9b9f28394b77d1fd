import { expect, test } from "vitest";
import { KEY } from "../http/raw-client.ts";
import { transports } from "../http/uws-binary.ts";
import { startService } from "../service/service.ts";
import { describePage, PageHost, shows } from "./browser.ts";

describePage("the page of a service", () => {
  const host = new PageHost();

  test.each(transports.filter(({ skips }) => !skips))(
    "on $kind it shows the service's model to who has the key",
    async ({ kind }) => {
      const { port } = await startService("--workers", "1", "--transport", kind);
      const page = await host.blank();
      page.removeAllListeners("console");
      await page.goto(`http://127.0.0.1:${port}/ui`);
      expect(page.url()).toBe(`http://127.0.0.1:${port}/ui/`);
      await shows(page, "plates.cbm");

      await page.click("#model-service");
      await page.fill("#key-field", "wrong");
      await page.keyboard.press("Enter");
      await page.locator("#key-refused").waitFor();
      await page.fill("#key-field", KEY);
      await page.keyboard.press("Enter");
      await shows(page, "the service's model");

      const asked: string[] = [];
      page.on("request", (request) => asked.push(new URL(request.url()).pathname));
      await page.click("#model-example");
      await shows(page, "plates.cbm");
      await page.click("#model-service");
      await shows(page, "the service's model");
      expect(asked).toEqual(["/ui/plates.cbm", "/model"]);
      const kept = await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
      expect(kept).toEqual(["", 0, 0]);
    },
  );

  test("a page of its own offers no service", async () => {
    const page = await host.open();
    expect(await page.locator("#model-service").isVisible()).toBe(false);
  });

  test("who has no key can go back", async () => {
    const { port } = await startService("--workers", "1", "--transport", "node");
    const page = await host.blank();
    await page.goto(`http://127.0.0.1:${port}/ui/`);
    await shows(page, "plates.cbm");
    await page.click("#model-service");
    await page.keyboard.press("Escape");
    expect(await page.locator("#key-dialog").isVisible()).toBe(false);
    expect(await page.locator("#model-name").innerText()).toBe("plates.cbm");
    expect(await page.locator("#notice").isVisible()).toBe(false);
  });
});
