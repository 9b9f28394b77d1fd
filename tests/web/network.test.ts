import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { modelPath } from "../golden.ts";
import { describePage, drop, PageHost, shows } from "./browser.ts";

/** A server of somebody else, who would like to get what the page has. */
async function eavesdrop(): Promise<{ address: string; heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.writeHead(200, { "access-control-allow-origin": "*" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, heard };
}

describePage("the network", () => {
  const host = new PageHost();

  test("the page asks for its own files, once, and then for nothing", async () => {
    const page = await host.blank();
    const asked: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith("blob:")) asked.push(request.url());
    });
    await page.goto(host.address);
    await shows(page, "plates.cbm");
    await page.waitForLoadState("networkidle");
    expect(asked.filter((url) => !url.startsWith(host.address))).toEqual([]);
    expect(asked.map((url) => url.slice(host.address.length)).toSorted()).toEqual([
      "",
      "answers.css",
      "catscore.wasm",
      "csv.css",
      "forms.css",
      "icon.svg",
      "page.js",
      "plate.css",
      "plates.cbm",
      "style.css",
      "worker.js",
    ]);
    asked.length = 0;
    await page.fill("#plate-direction", "1");
    await drop(page, { name: "multiclass.cbm", bytes: readFileSync(modelPath("multiclass")) });
    await shows(page, "multiclass.cbm");
    await page.locator("input[type=range]").first().press("End");
    await drop(page, { name: "rows.csv", bytes: Buffer.from("n1,n2,code\n1,2,3\n") });
    await page.locator("#csv-download").waitFor();
    await page.click("#csv-download");
    expect(asked).toEqual([]);
  });

  test("neither the page nor the worker can send anything to anybody: the browser refuses", async () => {
    const page = await host.blank();
    page.removeAllListeners("console");
    await page.goto(host.address);
    await shows(page, "plates.cbm");
    const { address, heard } = await eavesdrop();
    const send = async (to: string) => {
      const sent = await fetch(to, { method: "POST", body: "secret" }).then(
        () => "sent",
        (error: Error) => error.name,
      );
      return [sent, typeof window];
    };
    expect(await page.evaluate(send, address)).toEqual(["TypeError", "object"]);
    const [worker] = page.workers();
    expect(await worker?.evaluate(send, address)).toEqual(["TypeError", "undefined"]);
    const image = await page.evaluate(
      (to) =>
        new Promise((resolve) => {
          const picture = new Image();
          picture.onload = () => resolve("sent");
          picture.onerror = () => resolve("refused");
          picture.src = to;
        }),
      address,
    );
    expect(image).toBe("refused");
    expect(heard).toEqual([]);
    // The server would have heard it otherwise.
    await fetch(address);
    expect(heard).toEqual(["GET /"]);
  });

  test("scripts that come into the page do not run", async () => {
    const page = await host.blank();
    page.removeAllListeners("console");
    await page.goto(host.address);
    await shows(page, "plates.cbm");
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'taken'";
      document.body.append(script);
    });
    expect(await page.title()).toBe("plates.cbm - catscore");
  });
});
