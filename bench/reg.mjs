import { execFile, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import autocannon from "autocannon";
import { median, takeTurns } from "./figures.mjs";
import { PLATE_MODEL, plateBodies } from "./rows.mjs";
import { COMMAND, startServer } from "./server.mjs";

const SECONDS = 4;
const CONNECTIONS = 64;
const KEY = "bench";
const HEADERS = { "content-type": "application/json", "x-api-key": KEY };
const BARE = fileURLToPath(new URL("./bare-route.mjs", import.meta.url));
/** Ticks of a CPU-time figure in /proc. */
const TICKS_PER_SECOND = 100;

/** One worker of the service beside a bare route that reads the same bodies and answers a constant. */
export async function measureReg(folder, goals) {
  const bodies = plateBodies();
  const options = ["--port", "0", "--workers", "1", "--api-key", KEY, "--model", PLATE_MODEL.path];
  const servers = [];
  try {
    servers.push(await startServer([COMMAND, "serve", ...options]));
    servers.push(await startServer([BARE]));
    const drive = hasWrk() ? wrk(bodies, folder) : cannon(bodies);
    for (const { url } of servers) await drive(url, 1);
    const [ours, theirs] = servers.map((server) => () => measureRate(server, drive));
    const rates = await takeTurns(ours, theirs);
    const ratioBy = (clock) => medianOf(rates.ours, clock) / medianOf(rates.theirs, clock);
    // autocannon is slower than what it drives, so that both sides answer as fast as it asks.
    const byCpu = !hasWrk() && ratioBy("cpu") > 0;
    return {
      what: `/reg/, one worker, ${PLATE_MODEL.name}`,
      ours: `${medianOf(rates.ours, "wall").toFixed(0)} /s`,
      theirs: `${medianOf(rates.theirs, "wall").toFixed(0)} /s`,
      ratio: ratioBy(byCpu ? "cpu" : "wall"),
      sense: "at least",
      ...goals,
      note: byCpu
        ? "by autocannon, per second of CPU time"
        : `${ratioBy("cpu").toFixed(2)} per second of CPU time`,
    };
  } finally {
    for (const { child } of servers) child.kill();
  }
}

/** Requests a second of wall time, and of the server's CPU time, which other load on the machine touches less. */
async function measureRate({ url, child }, drive) {
  const cpuBefore = cpuSeconds(child.pid);
  const { requestCount, seconds } = await drive(url, SECONDS);
  return { wall: requestCount / seconds, cpu: requestCount / (cpuSeconds(child.pid) - cpuBefore) };
}

function medianOf(rates, clock) {
  return median(rates.map((rate) => rate[clock]));
}

/** User and system time of a process so far; NaN where there is no /proc. */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return Number.NaN;
  }
}

function hasWrk() {
  return spawnSync("wrk", ["--version"]).error === undefined;
}

/** wrk with the bodies in turns; it is fast enough to keep a server busy from one core. */
function wrk(bodies, folder) {
  const script = `${folder}/bodies.lua`;
  const headers = Object.entries(HEADERS).map(([name, value]) => `wrk.headers["${name}"] = "${value}"`);
  const texts = bodies.map((body) => `wrk.format("POST", nil, nil, [==[${body}]==])`);
  const turns = "local next = 0\nfunction request() next = next % #requests + 1 return requests[next] end";
  writeFileSync(
    script,
    `${headers.join("\n")}\nlocal requests\nfunction init() requests = {${texts.join(",\n")}} end\n${turns}\n`,
  );
  return async (url, seconds) => {
    const options = ["-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, "-s", script, url];
    const { stdout } = await promisify(execFile)("wrk", options);
    if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`failed requests:\n${stdout}`);
    const [, requestCount, span] = /(\d+) requests in ([\d.]+)s/.exec(stdout);
    return { requestCount: Number(requestCount), seconds: Number(span) };
  };
}

function cannon(bodies) {
  const requests = bodies.map((body) => ({ method: "POST", headers: HEADERS, body }));
  return async (url, seconds) => {
    const {
      "2xx": requestCount,
      non2xx,
      errors,
      duration,
    } = await autocannon({
      url,
      requests,
      connections: CONNECTIONS,
      duration: seconds,
    });
    if (non2xx + errors > 0) throw new Error(`${non2xx + errors} failed requests`);
    return { requestCount, seconds: duration };
  };
}
