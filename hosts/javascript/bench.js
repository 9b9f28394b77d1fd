/** `node bench.js MODEL.cbm ROWS.json [SECONDS]`: a line of JSON for each runtime, Node first. Rows are as in tests/conformance. */
import { RUNTIMES } from "./runtimes.js";
import { serveFiles } from "./server.js";

const [model, rows, seconds = "1"] = process.argv.slice(2);
if (model === undefined || rows === undefined) {
  console.error("usage: node bench.js MODEL.cbm ROWS.json [SECONDS]");
  process.exit(2);
}

const files = await serveFiles({ "/given/model.cbm": model, "/given/rows.json": rows });
try {
  for (const { name, find, absent, run } of RUNTIMES) {
    const program = find();
    if (program === undefined) {
      console.error(`${name} is skipped: ${absent}`);
      continue;
    }
    const task = { name: "speed", origin: files.origin, seconds: Number(seconds) };
    const { version, result } = await run(program, task, files);
    console.log(JSON.stringify({ host: `${name} ${version}`, ...result }));
  }
} finally {
  files.close();
}
