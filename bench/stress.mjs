/**
 * `npm run stress`: starts the built service, drives it with autocannon and fails where anything but 200 comes
 * back. The figures are those of this machine, which autocannon shares.
 */
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { PLATE_MODEL, plateBodies } from "./rows.mjs";
import { COMMAND, startServer } from "./server.mjs";

const KEY = "stress";
const WARM_UP_SECONDS = 2;

const HELP = `npm run stress [-- OPTIONS]

Starts the service with a worker for each core, drives POST /reg/ with the bodies of tests/golden/plates.jsonl in
turns, prints requests a second, p50, p99 and errors. Ends with exit code 1 where an answer is not 200.
  --duration SECONDS   of the measured run (10)
  --connections N      open at a time (64)
  --model FILE         the model to serve (${PLATE_MODEL.name})`;

const OPTIONS = {
  duration: { type: "string", default: "10" },
  connections: { type: "string", default: "64" },
  model: { type: "string", default: PLATE_MODEL.path },
  help: { type: "boolean" },
};

async function main() {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) return console.log(HELP);
  const duration = positive("--duration", values.duration);
  const connections = positive("--connections", values.connections);
  const server = await startServer([
    COMMAND,
    "serve",
    "--port",
    "0",
    "--api-key",
    KEY,
    "--model",
    values.model,
  ]);
  try {
    await drive(server.url, WARM_UP_SECONDS, connections);
    const result = await drive(server.url, duration, connections);
    const failedCount = report(result);
    if (failedCount > 0 || result["2xx"] === 0) process.exitCode = 1;
  } finally {
    server.child.kill();
  }
}

function positive(option, text) {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`${option}: got "${text}", expected a whole number above 0`);
}

function drive(url, duration, connections) {
  const headers = { "content-type": "application/json", "x-api-key": KEY };
  const requests = plateBodies().map((body) => ({ method: "POST", headers, body }));
  return autocannon({ url, duration, connections, requests });
}

/** Prints the figures. @returns number of requests that were not answered with 200 */
function report(result) {
  const { requests, latency, errors, timeouts } = result;
  const non200 = Object.entries(result.statusCodeStats).filter(([status]) => status !== "200");
  const non200Count = non200.reduce((total, [, { count }]) => total + count, 0);
  const statuses = non200.map(([status, { count }]) => `${count} × ${status}`).join(", ");
  console.log(`requests a second  ${Math.round(requests.average)}`);
  console.log(`latency p50        ${latency.p50} ms`);
  console.log(`latency p99        ${latency.p99} ms`);
  console.log(`answered           ${requests.total} in ${result.duration} s`);
  console.log(`errors             ${errors} (${timeouts} timeouts)`);
  console.log(`not 200            ${non200Count}${statuses === "" ? "" : `: ${statuses}`}`);
  return non200Count + errors;
}

main().catch((error) => {
  console.error(`stress: ${error.message}`);
  process.exitCode = 1;
});
