/**
 * `npm run stress`: starts the built service, drives POST /reg/ as hard as one client process can, and fails if any
 * answer is not 200.
 */
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { plateBodies } from "./rows.mjs";
import { COMMAND } from "./server.mjs";

const KEY = "stress";
const WARM_UP_SECONDS = 2;

const HELP = `npm run stress [-- OPTIONS]

Starts the built service on a free port, with all workers, and sends the golden bodies to /reg/ in turns.
  --duration SECONDS     length of the measured run (default: 10)
  --connections NUMBER   connections kept open (default: 64)
  --model FILE           model to serve (default: models/plates.cbm)
Exit code 1 if there was an error, or an answer other than 200.`;

const OPTIONS = {
  duration: { type: "string", default: "10" },
  connections: { type: "string", default: "64" },
  model: { type: "string" },
  help: { type: "boolean", default: false },
};

/** Starts the service. @returns the process and its address, once it is ready */
async function startService(model) {
  const modelArgs = model === undefined ? [] : ["--model", model];
  const args = [COMMAND, "serve", "--port", "0", "--api-key", KEY, ...modelArgs];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let log = "";
  const ready = await new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      log += text;
      const line = log.split("\n").find((it) => it.includes('"msg":"ready on '));
      if (line !== undefined) resolve(JSON.parse(line));
    });
    child.on("exit", (code) => reject(new Error(`the service ended with ${code}: ${log}`)));
  });
  return { child, ready, url: `http://127.0.0.1:${ready.port}/reg/` };
}

/** Ends the service. @returns its exit code, or the signal that ended it */
async function stopService(child) {
  if (child.exitCode !== null) return child.exitCode;
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  child.kill("SIGTERM");
  return ended;
}

/** Sends the bodies for a time. @returns autocannon's figures, and the latencies in ms in ascending order */
async function drive(url, bodies, connections, duration) {
  const headers = { "content-type": "application/json", "x-api-key": KEY };
  const requests = bodies.map((body) => ({ method: "POST", headers, body }));
  const latencies = [];
  const run = autocannon({ url, requests, connections, duration });
  run.on("response", (_client, _status, _byteCount, responseMs) => latencies.push(responseMs));
  const result = await run;
  return { result, latencies: Float64Array.from(latencies).sort() };
}

function report({ result, latencies }, { workers, transport }) {
  const quantile = (share) => latencies[Math.floor(share * (latencies.length - 1))] ?? Number.NaN;
  const requestCount = result["2xx"] + result.non2xx;
  const other = Object.entries(result.statusCodeStats).filter(([status]) => status !== "200");
  const otherCount = other.reduce((total, [, { count }]) => total + count, 0);
  console.log(`${transport}, ${workers} workers, ${result.connections} connections, ${result.duration} s`);
  console.log(`requests/s  ${(requestCount / result.duration).toFixed(0)}`);
  console.log(`p50         ${quantile(0.5).toFixed(2)} ms`);
  console.log(`p99         ${quantile(0.99).toFixed(2)} ms`);
  console.log(`errors      ${result.errors}, of them ${result.timeouts} timeouts`);
  console.log(
    `not 200     ${otherCount} ${other.map(([status, { count }]) => `${count} x ${status}`).join(", ")}`,
  );
  return requestCount > 0 && result.errors === 0 && otherCount === 0;
}

function positive(name, text) {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name}: expected a positive integer, got ${JSON.stringify(text)}`);
}

async function main() {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) return console.log(HELP);
  const duration = positive("duration", values.duration);
  const connections = positive("connections", values.connections);
  const bodies = plateBodies();
  const { child, ready, url } = await startService(values.model);
  const onSignal = () => child.kill("SIGKILL");
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  try {
    await drive(url, bodies, connections, WARM_UP_SECONDS);
    if (!report(await drive(url, bodies, connections, duration), ready)) process.exitCode = 1;
  } finally {
    const ended = await stopService(child);
    if (ended !== 0) {
      console.error(`stress: the service ended with ${ended}`);
      process.exitCode = 1;
    }
  }
}

main().catch((error) => {
  console.error(`stress: ${error.message}`);
  process.exitCode = 1;
});
