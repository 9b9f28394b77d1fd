import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rootPath } from "../golden.ts";
import { MODEL, useContractServer } from "./contract-server.ts";
import { KEY } from "./raw-client.ts";
import { transports } from "./uws-binary.ts";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  wasm: "application/wasm",
  cbm: "application/octet-stream",
};

const files = readdirSync(rootPath("build/web")).filter((name) => name !== "index.html");

describe.each(transports)("the page and the model on $kind", ({ kind, skips }) => {
  const it = test.skipIf(skips);
  const server = useContractServer(kind, skips);
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, { headers, redirect: "manual" });

  it("/ui leads to the page, wherever a proxy has put it", async () => {
    const response = await get("/ui");
    expect(response.status).toBe(308);
    expect(response.headers.get("location")).toBe("ui/");
  });

  it("the page needs no key, offers the service's model, and is as it was built otherwise", async () => {
    const response = await get("/ui/");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(TYPES.html);
    const built = readFileSync(rootPath("build/web/index.html"), "utf8");
    const offered = built.replace(
      'name="catscore-model" content=""',
      'name="catscore-model" content="../model"',
    );
    expect(offered).not.toBe(built);
    expect(await response.text()).toBe(offered);
  });

  it("its header says the same policy as the page, and that nobody frames it", async () => {
    const response = await get("/ui/");
    const [, inPage] =
      /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(await response.text()) ?? [];
    expect(response.headers.get("content-security-policy")).toBe(`${inPage}; frame-ancestors 'none'`);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it.each(files)("/ui/%s is the built file, with its type", async (name) => {
    const response = await get(`/ui/${name}`);
    expect(response.headers.get("content-type")).toBe(TYPES[name.split(".").at(-1) as string]);
    expect(
      Buffer.from(await response.arrayBuffer()).equals(readFileSync(rootPath(`build/web/${name}`))),
    ).toBe(true);
  });

  it("a file that is known is not sent again", async () => {
    const etag = (await get("/ui/page.js")).headers.get("etag") as string;
    const again = await get("/ui/page.js", { "if-none-match": etag });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect((await get("/ui/page.js", { "if-none-match": '"other"' })).status).toBe(200);
    expect((await get("/ui/worker.js", { "if-none-match": etag })).status).toBe(200);
  });

  it.each(["/ui/nothing.js", "/ui/../package.json", "/ui/%2e%2e/package.json", "/ui/index.htm", "/uix"])(
    "%s is not there",
    async (path) => {
      expect((await get(path)).status).toBe(401);
      expect((await get(path, { "x-api-key": KEY })).status).toBe(404);
    },
  );

  it("GET /model gives the model's bytes to who has the key", async () => {
    expect((await get("/model")).status).toBe(401);
    expect((await get("/model", { "x-api-key": "wrong" })).status).toBe(401);
    const response = await get("/model", { "x-api-key": KEY });
    expect(Buffer.from(await response.arrayBuffer()).equals(MODEL)).toBe(true);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("requests are recorded under /ui/ and /model", async () => {
    server.records.length = 0;
    for (const path of ["/ui", "/ui/", "/ui/page.js", "/model"]) await (await get(path)).arrayBuffer();
    expect(server.records).toEqual(["/ui/ 308", "/ui/ 200", "/ui/ 200", "/model 401"]);
  });
});
