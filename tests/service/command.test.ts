import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { COMMAND, runCommand, temporaryFolder } from "../cli/command.ts";
import { modelPath, rootPath } from "../golden.ts";
import { request } from "../http/raw-client.ts";
import { hasUws } from "../http/uws-binary.ts";
import { ServiceProcess, startService } from "./service.ts";

/** A start that must fail: exit code 2 and one line on standard error, nothing else. */
async function failedStart(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<string> {
  const service = new ServiceProcess(["--port", "0", ...args], environment);
  const ended = await service.ended;
  expect(ended).toEqual({ code: 2, signal: null });
  expect(service.stderr).toMatch(/^catscore: [^\n]+\n$/);
  return service.stderr.slice("catscore: ".length, -1);
}

describe("a model that cannot be served", () => {
  const plates = readFileSync(rootPath("models/plates.cbm"));
  const flipped = Uint8Array.from(plates);
  flipped[0] = 0;
  test.each<[string, Uint8Array, RegExp]>([
    ["empty", new Uint8Array(0), /./],
    ["cut in half", plates.subarray(0, plates.length / 2), /./],
    ["one byte short", plates.subarray(0, -1), /./],
    ["with another start", flipped, /CBM1/],
    ["of other features", readFileSync(modelPath("numeric-nan-min")), /feature/],
  ])("%s", async (_what, bytes, message) => {
    const path = join(temporaryFolder(), "model.cbm");
    writeFileSync(path, bytes);
    expect(await failedStart(["--model", path])).toMatch(message);
  });

  test("that is not there", async () => {
    expect(await failedStart(["--model", "/no/such.cbm"])).toBe(
      "cannot read the model /no/such.cbm: no such file",
    );
  });

  test("that is a folder", async () => {
    expect(await failedStart(["--model", "/tmp"])).toMatch(/^cannot read the model \/tmp: .*EISDIR/);
  });
});

describe("a port that cannot be had", () => {
  test("another program's", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    expect(await failedStart(["--port", String(port)])).toBe(`port ${port} on 127.0.0.1 is in use`);
  });

  test("that of another catscore, which is not shared with it", async () => {
    const { port } = await startService();
    expect(await failedStart(["--port", String(port)])).toBe(`port ${port} on 127.0.0.1 is in use`);
    expect((await request(port, { method: "GET", path: "/health/ready" })).status).toBe(200);
  });

  test("on a host that is none", async () => {
    expect(await failedStart(["--host", "192.0.2.1"])).toMatch(/^port 0 on 192\.0\.2\.1 cannot be had/);
  });
});

describe("wrong options end with 2 and one line", () => {
  test.each([
    [["serve", "--port", "abc"], 'catscore: --port: expected an integer from 0 to 65535, got "abc"\n'],
    [["serve", "--prot", "1"], "catscore: unknown option '--prot' (Did you mean --port?)\n"],
    [["serve", "--port"], "catscore: option '--port <number>' argument missing\n"],
    [["serve", "model.cbm"], "catscore: too many arguments for 'serve'. Expected 0 arguments but got 1.\n"],
    [["sevre"], "catscore: unknown command 'sevre' (Did you mean serve?)\n"],
    [["--nothing"], "catscore: unknown option '--nothing'\n"],
    [[], "catscore: no command; see catscore --help\n"],
  ])("%j", async (args, stderr) => {
    expect(await runCommand(args)).toEqual({ stdout: "", stderr, code: 2 });
  });

  test("from the environment, named by its variable", async () => {
    expect(await failedStart([], { CATSCORE_WORKERS: "many" })).toBe(
      'CATSCORE_WORKERS: expected an integer from 1 to 1024, got "many"',
    );
  });

  test.skipIf(hasUws)("a transport that the running Node cannot have", async () => {
    expect(await failedStart(["--transport", "uws"])).toMatch(
      /^transport uws: uWebSockets\.js has no binary for Node v\S+ on \w+ \w+$/,
    );
  });

  test.skipIf(hasUws)("where it is not asked for, node:http serves, and the log says why", async () => {
    const service = await startService();
    expect(await service.logged("node:http serves")).toMatchObject({ level: "warn" });
    expect(await service.logged("ready on")).toMatchObject({ transport: "node" });
  });

  test("CATSCORE_DEBUG=1 adds the stack", async () => {
    const service = new ServiceProcess(["--port", "abc"], { CATSCORE_DEBUG: "1" });
    expect((await service.ended).code).toBe(2);
    expect(service.stderr).toMatch(/^CatscoreError: --port: .+\n {4}at /);
  });
});

describe("what the command says of itself", () => {
  test.each([
    [["--help"], /serve[\s\S]*predict[\s\S]*inspect[\s\S]*Examples:/],
    [["serve", "--help"], /--model <file>[\s\S]*--workers <number>[\s\S]*Examples:\n {2}catscore serve\n/],
    [["help", "serve"], /--model <file>/],
  ])("%j", async (args, text) => {
    const { stdout, stderr, code } = await runCommand(args);
    expect(stdout).toMatch(text);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  });

  test("--version", async () => {
    const { version } = JSON.parse(readFileSync(rootPath("package.json"), "utf8"));
    expect(await runCommand(["--version"])).toEqual({ stdout: `${version}\n`, stderr: "", code: 0 });
  });

  test("the demo key is warned of", async () => {
    const service = new ServiceProcess(["--port", "0"]);
    expect(await service.logged("the API key is the public demo key")).toMatchObject({ level: "warn" });
  });
});

test("predict and inspect do not load the service", () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const [, from] of readFileSync(path, "utf8").matchAll(
      /^(?:import|export) (?:[^;]*? from )?"([^"]+)";/gm,
    )) {
      if (from?.startsWith(".")) visit(join(dirname(path), from));
      else if (from !== undefined) packages.add(from);
    }
  };
  visit(COMMAND);
  expect(packages).toContain("commander");
  expect([...packages].filter((name) => /uWebSockets|pino|prom-client|^node:http/.test(name))).toEqual([]);
  expect([...seen].filter((path) => /build\/(http|workers|ops)\//.test(path))).toEqual([]);
});
