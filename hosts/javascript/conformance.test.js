import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { RUNTIMES } from "./runtimes.js";
import { serveFiles } from "./server.js";

const TIMEOUT_MS = 300_000;

/** What scripts/hosts.mjs makes a table of. */
const reports = [];
let files;

before(async () => {
  files = await serveFiles();
});

after(() => {
  files?.close();
  const path = process.env.CATSCORE_REPORT;
  if (path !== undefined) writeFileSync(path, JSON.stringify(reports));
});

describe("every conformance file in both builds, a bundle and the errors", () => {
  for (const { name, find, absent, run } of RUNTIMES) {
    const program = find();
    test(name, { skip: program === undefined && absent, timeout: TIMEOUT_MS }, async () => {
      const { version, result } = await run(program, { name: "conformance", origin: files.origin }, files);
      assert.deepEqual(result.failures, []);
      reports.push({ host: `${name} ${version}`, models: result.models });
    });
  }
});
