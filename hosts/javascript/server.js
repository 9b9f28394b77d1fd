/** Serves what the runtimes fetch: the repository's files, a bundle, and what else is given. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUNDLED } from "./conformance.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CONFORMANCE = process.env.CATSCORE_CONFORMANCE ?? join(ROOT, "tests/conformance");

/** Without an end: the names of a folder. */
const TYPES = {
  "": "application/json",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/**
 * Files for the runtimes.
 * @typedef {object} Files
 * @property {string} origin Where they are served, on a free port of 127.0.0.1.
 * @property {string} folder Has bundle.wasm.
 * @property {() => void} close
 */

/**
 * Makes a bundle and starts the server.
 * @param {Record<string, string>} [given] beginnings of URLs and the files that they stand for
 * @returns {Promise<Files>}
 */
export async function serveFiles(given) {
  const folder = mkdtempSync(join(tmpdir(), "catscore-javascript-"));
  const places = {
    "/build/": join(ROOT, "build"),
    "/bundle.wasm": join(folder, "bundle.wasm"),
    "/conformance/": CONFORMANCE,
    "/hosts/javascript/": join(ROOT, "hosts/javascript"),
    "/scripts/": join(ROOT, "scripts"),
    ...given,
  };
  const bundle = ["bundle", join(CONFORMANCE, `${BUNDLED}.cbm`), "-o", places["/bundle.wasm"]];
  execFileSync(process.execPath, [join(ROOT, "build/cli/main.js"), ...bundle], { stdio: "pipe" });

  const server = createServer(({ url = "" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    readPlace(places, pathname).then(
      (body) => {
        response.setHeader("content-type", TYPES[extname(pathname)] ?? "application/octet-stream");
        response.end(body);
      },
      (error) => response.writeHead(404).end(String(error)),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.close();
    rmSync(folder, { recursive: true });
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, folder, close };
}

/** What is at a place: of a folder the names in it, as JSON. */
async function readPlace(places, pathname) {
  const start = Object.keys(places).find((place) => pathname.startsWith(place));
  if (start === undefined) throw new Error(`${pathname} is not served`);
  const path = join(places[start], pathname.slice(start.length));
  return pathname.endsWith("/") ? JSON.stringify(await readdir(path)) : readFile(path);
}
