/**
 * Writes the pictures of the README, docs/images/*.png: the built page in Chromium (CATSCORE_CHROMIUM, else the usual
 * places). A picture is the same again as long as the page, Chromium and the machine's fonts are.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGE = join(ROOT, "build/web");
const IMAGES = join(ROOT, "docs/images");
const BROWSERS = ["chromium", "chromium-browser", "google-chrome"].map((name) => `/usr/bin/${name}`);
const TYPES = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Each picture: its window, and what is done before it is taken. */
const PICTURES = [
  { name: "plate", width: 1280, height: 832, colorScheme: "light", prepare: showPlate },
  { name: "csv", width: 1280, height: 832, colorScheme: "dark", prepare: scoreCsv },
  { name: "phone", width: 375, height: 760, colorScheme: "light", prepare: showRow },
];

/** A reading with one doubtful and one poor character. */
async function showPlate(page) {
  await page.fill(
    "#plate-afts_regno_ai_char_scores",
    "[0.9665, 0.9917, 0.9998, 0.9999, 0.9966, 0.7651, 0.914, 0.9998]",
  );
  await page.locator("#plate-afts_regno_ai_char_scores").blur();
  await page.locator("#plate-drawing .score-poor").waitFor();
}

/** The golden readings as a CSV. */
async function scoreCsv(page) {
  const lines = readFileSync(join(ROOT, "tests/golden/plates.jsonl"), "utf8").trim().split("\n");
  const rows = lines.map((line) => JSON.parse(line).features).filter((features) => features !== undefined);
  const names = Object.keys(rows[0]);
  const quoted = (value) => `"${String(value ?? "").replaceAll('"', '""')}"`;
  const records = [names, ...rows.map((row) => names.map((name) => row[name]))];
  const buffer = Buffer.from(records.map((record) => record.map(quoted).join(",")).join("\n"));
  await page.click("#tab-csv");
  await page.setInputFiles("#csv-choice", { name: "readings.csv", mimeType: "text/csv", buffer });
  await page.locator("#csv-state", { hasText: " in " }).waitFor();
}

/** The form, scrolled to its first fields. */
async function showRow(page) {
  await page.click("#tab-row");
  await page.locator("#tabs").evaluate((tabs) => scrollTo(0, tabs.getBoundingClientRect().top - 12));
}

/** The built page on a free port. */
async function serve() {
  const server = createServer((request, response) => {
    const path = join(PAGE, request.url === "/" ? "index.html" : request.url);
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    if (existsSync(path)) response.writeHead(200, { "content-type": type }).end(readFileSync(path));
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const executablePath = process.env.CATSCORE_CHROMIUM ?? BROWSERS.find((path) => existsSync(path));
if (executablePath === undefined) {
  console.error(`screenshots: no Chromium at ${BROWSERS.join(", ")}; CATSCORE_CHROMIUM can name one`);
  process.exit(1);
}
const server = await serve();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
mkdirSync(IMAGES, { recursive: true });
for (const { name, width, height, colorScheme, prepare } of PICTURES) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.locator("#model-name", { hasText: "plates.cbm" }).waitFor();
  await page.locator("#plate-answer .largest").waitFor();
  await prepare(page);
  const path = join(IMAGES, `${name}.png`);
  await page.screenshot({ path });
  console.log(`screenshots: ${path}, ${(readFileSync(path).length / 1000).toFixed(0)} kB`);
}
await browser.close();
server.close();
