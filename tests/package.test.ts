import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const INSTALL_MS = 180_000;
const run = promisify(execFile);

interface GoldenPlate {
  readonly body: object;
  readonly features: Readonly<Record<string, number | string | null>>;
  readonly raw: number;
  readonly negative: number;
  readonly positive: number;
}

/** The first golden reading, with the answers of CatBoost's Python package for models/plates.cbm. */
const GOLDEN: GoldenPlate = JSON.parse(
  readFileSync(join(ROOT, "tests/golden/plates.jsonl"), "utf8").split("\n", 1)[0] as string,
);

let folder = "";
let files: string[] = [];

/** Packs what a user installs, and installs it in an empty folder. `npm test` has built before. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "catscore-package-"));
  const packed = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: ROOT,
  });
  const [tarball] = JSON.parse(packed.stdout) as [{ filename: string; files: { path: string }[] }];
  files = tarball.files.map(({ path }) => path);
  writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}');
  const flags = ["--no-audit", "--no-fund", "--prefer-offline"];
  await run("npm", ["install", ...flags, join(folder, tarball.filename)], { cwd: folder });
}, INSTALL_MS);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a module in the folder where the package is installed. */
async function evaluate(source: string): Promise<unknown> {
  const path = join(folder, "evaluated.js");
  writeFileSync(path, source);
  return JSON.parse((await run(process.execPath, [path], { cwd: folder })).stdout);
}

/** Starts the installed service with some Node and sends it the golden body. */
async function serveAndAsk(node: string): Promise<{ log: string; answer: unknown }> {
  const entry = join(folder, "node_modules/catscore/build/cli/main.js");
  const child = spawn(node, [entry, "serve", "--port", "0", "--workers", "1"], { cwd: folder });
  onTestFinished(() => void child.kill("SIGKILL"));
  let log = "";
  const port = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => {
        log += text;
        const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(log)?.[1];
        if (found !== undefined) resolve(found);
      });
    }
    child.on("exit", () => reject(new Error(`the service ended: ${log}`)));
  });
  const headers = { "content-type": "application/json", "x-api-key": "123321" };
  const body = JSON.stringify(GOLDEN.body);
  const response = await fetch(`http://127.0.0.1:${port}/reg/`, { method: "POST", headers, body });
  const answer = await response.json();
  child.kill("SIGTERM");
  await once(child, "exit");
  return { log, answer };
}

const ANSWER = { body: { negative: GOLDEN.negative, positive: GOLDEN.positive }, status: "ok" };

describe("the tarball", () => {
  test.each([
    "LICENSE",
    "package.json",
    "build/catscore.js",
    "build/node.js",
    "build/index.d.ts",
    "build/cli/main.js",
    "build/cli/score-thread.js",
    "build/catscore.wasm",
    "build/catscore-scalar.wasm",
    "build/web/index.html",
    "models/plates.cbm",
    "models/README.md",
  ])("holds %s", (file) => {
    expect(files).toContain(file);
  });

  test("holds nothing but what a user needs", () => {
    const wanted =
      /^(build\/.*\.(js|d\.ts|wasm)|build\/web\/[^/]+\.(html|css|svg|cbm)|models\/[^/]+|docs\/[^/]+\.md|[^/]+\.md|LICENSE|NOTICE|package\.json)$/;
    expect(files.filter((file) => !wanted.test(file))).toEqual([]);
  });
});

describe("the installed package", () => {
  test("scores a row as a library, equal to the bit", async () => {
    const answer = await evaluate(`
      import { fileURLToPath } from "node:url";
      import { loadModel } from "catscore";
      const model = await loadModel(fileURLToPath(import.meta.resolve("catscore/models/plates.cbm")));
      console.log(JSON.stringify(model.predict(${JSON.stringify(GOLDEN.features)})));
    `);
    expect(answer).toBe(GOLDEN.raw);
  });

  test("scores a row in other runtimes, from the one file beside the modules", async () => {
    const answer = await evaluate(`
      import { readFileSync } from "node:fs";
      const [entry, engine, plates] = ["catscore.js", "catscore.wasm", "../models/plates.cbm"].map(
        (name) => new URL("node_modules/catscore/build/" + name, import.meta.url),
      );
      const { loadModel } = await import(entry);
      const model = await loadModel(readFileSync(plates), { engine: new WebAssembly.Module(readFileSync(engine)) });
      console.log(JSON.stringify(model.predict(${JSON.stringify(GOLDEN.features)})));
    `);
    expect(answer).toBe(GOLDEN.raw);
  });

  test("resolves everything that it exports", async () => {
    const names = ["", "/catscore.wasm", "/catscore-scalar.wasm", "/models/plates.cbm", "/package.json"];
    const answer = await evaluate(`
      import { existsSync } from "node:fs";
      const found = ${JSON.stringify(names)}.map((name) => existsSync(new URL(import.meta.resolve("catscore" + name))));
      console.log(JSON.stringify(found));
    `);
    expect(answer).toEqual(names.map(() => true));
  });

  test("has types that a strict program compiles with", async () => {
    const source =
      'import { loadModel, type Model } from "catscore";\nexport const model: Promise<Model> = loadModel("");\n';
    writeFileSync(join(folder, "typed.ts"), source);
    const options = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2022", "--types", ""];
    await run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), ...options, "typed.ts"], {
      cwd: folder,
    });
  });

  test("has a command that tells its version", async () => {
    const { stdout } = await run("npx", ["catscore", "--version"], { cwd: folder });
    expect(stdout.trim()).toBe(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version);
  });

  test("has a command that scores and inspects", async () => {
    const model = "node_modules/catscore/models/plates.cbm";
    writeFileSync(join(folder, "rows.jsonl"), `${JSON.stringify(GOLDEN.features)}\n`);
    const predicted = await run("npx", ["catscore", "predict", model, "rows.jsonl"], { cwd: folder });
    expect(predicted.stdout).toBe(`${GOLDEN.raw}\n`);
    const inspected = await run("npx", ["catscore", "inspect", model], { cwd: folder });
    expect(inspected.stdout).toContain("41: 33 float, 6 categorical, 2 text");
  });

  test("answers POST /reg/", async () => {
    expect((await serveAndAsk(process.execPath)).answer).toEqual(ANSWER);
  });

  test(
    "answers POST /reg/ through node:http where uWebSockets.js has no binary: Node 24",
    async (context) => {
      const node = await run("npx", ["-y", "-p", "node@24", "node", "-p", "process.execPath"], {
        cwd: tmpdir(),
      }).catch((error: Error) =>
        context.skip(`Node 24 cannot be had from npm: ${error.message.split("\n", 1)[0]}`),
      );
      const { log, answer } = await serveAndAsk(node.stdout.trim());
      expect(answer).toEqual(ANSWER);
      expect(log).toContain("node:http");
    },
    INSTALL_MS,
  );
});
