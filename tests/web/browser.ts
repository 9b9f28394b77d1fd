import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished } from "vitest";
import { rootPath } from "../golden.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const wanted = process.env.CATSCORE_CHROMIUM;
const executablePath = wanted ?? NAMES.map((name) => `/usr/bin/${name}`).find((path) => existsSync(path));

/** Tests in a real Chromium; where there is none they are skipped, and their title says why. */
export function describePage(title: string, body: () => void): void {
  if (executablePath !== undefined) describe(title, body);
  else describe.skip(`${title} (skipped: no Chromium in /usr/bin; CATSCORE_CHROMIUM can name one)`, body);
}

/** Below the root of the server: the page must not care. */
const FOLDER = "/some/where/";
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** A static server of build/web. */
export async function servePage(): Promise<{ server: Server; address: string }> {
  const server = createServer((request, response) => {
    const name = request.url?.startsWith(FOLDER) ? request.url.slice(FOLDER.length) || "index.html" : "none";
    const path = rootPath(`build/web/${name}`);
    if (!existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(name)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type }).end(readFileSync(path));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${FOLDER}` };
}

/** A browser for all tests of a file, and the built page. */
export class PageHost {
  #browser: Browser | undefined;
  #server: Server | undefined;
  #address = "";

  constructor() {
    beforeAll(async () => {
      this.#browser = await chromium.launch({
        executablePath: executablePath as string,
        args: ["--no-sandbox", "--disable-gpu"],
      });
      ({ server: this.#server, address: this.#address } = await servePage());
    });
    afterAll(async () => {
      await this.#browser?.close();
      this.#server?.closeAllConnections();
      this.#server?.close();
    });
  }

  get address(): string {
    return this.#address;
  }

  /** A new page of a new user. What it writes to the console fails the test. */
  async blank(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await (this.#browser as Browser).newContext({ acceptDownloads: true, ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    onTestFinished(() => expect(complaints).toEqual([]));
    return page;
  }

  /** The page with the example loaded. */
  async open(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.blank(options);
    await page.goto(this.#address);
    await shows(page, "plates.cbm");
    return page;
  }
}

/** Waits until a model is shown. */
export async function shows(page: Page, name: string): Promise<void> {
  await page.locator("#model-name", { hasText: name }).waitFor();
}

/** Drops a file on an element of the page, as a hand would. */
export async function drop(
  page: Page,
  file: { name: string; bytes: Uint8Array },
  onto = "body",
): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name));
      return data;
    },
    { name: file.name, base64: Buffer.from(file.bytes).toString("base64") },
  );
  for (const type of ["dragenter", "dragover", "drop"]) {
    await page.dispatchEvent(onto, type, { dataTransfer: transfer });
  }
}

/** The numbers of the answer as they are shown, once they are those that are expected. */
export async function showsAnswer(page: Page, expected: readonly unknown[]): Promise<void> {
  const shown = () =>
    page.locator("#answer-value .number, #answer-value dd, #answer-value output").allTextContents();
  await expect.poll(shown).toEqual(expected.map((value) => (Object.is(value, -0) ? "-0" : String(value))));
}
