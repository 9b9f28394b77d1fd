/**
 * The start of a bundle in a process of its own: `node bench/bundle-start.mjs BUNDLE ROWS.json` prints its times, in
 * milliseconds. ROWS.json is a file as those of tests/conformance.
 */
import { readFileSync } from "node:fs";
import { openBundle } from "../build/node.js";

const [bundle, rows] = process.argv.slice(2);
const bytes = readFileSync(bundle);
const [row] = JSON.parse(readFileSync(rows, "utf8")).rows;
const timesMs = {};
let module;

async function time(what, run) {
  const beginMs = performance.now();
  await run();
  timesMs[what] = performance.now() - beginMs;
}

await time("compile the module", () => {
  module = new WebAssembly.Module(bytes);
});
await time("the first instance", () => new WebAssembly.Instance(module));
for (const which of ["first", "second"]) {
  await time(`the ${which} openBundle, to its answer`, async () => {
    (await openBundle(module)).predict(row);
  });
}
console.log(JSON.stringify(timesMs));
