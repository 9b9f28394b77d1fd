import { fileURLToPath } from "node:url";
import type { Command } from "commander";

/** The package's own model, seen from src/cli and from build/cli. */
const DEFAULT_MODEL = new URL("../../models/plates.cbm", import.meta.url);

const EXIT_WORKER_GONE = 1;

const EXAMPLES = `
Each option can also come from the environment: CATSCORE_MODEL, CATSCORE_HOST, CATSCORE_PORT,
CATSCORE_WORKERS, CATSCORE_API_KEY, CATSCORE_TRANSPORT. An option on the command line wins.

Examples:
  catscore serve
  catscore serve --model plates.cbm --host 0.0.0.0 --port 8080 --api-key "$KEY"
  CATSCORE_API_KEY=secret catscore serve --workers 4

  curl -X POST localhost:5000/reg/ -H 'x-api-key: 123321' -d @row.json`;

async function serve(flags: Record<string, string | undefined>): Promise<void> {
  const [{ readServeSettings }, { createLog }, { STOP_DEADLINE_MS, stopOnSignals }, { startService }] =
    await Promise.all([
      import("../ops/config.ts"),
      import("../ops/log.ts"),
      import("../ops/shutdown.ts"),
      import("../workers/service.ts"),
    ]);
  const settings = readServeSettings(flags, process.env, fileURLToPath(DEFAULT_MODEL));
  const log = createLog();
  const service = await startService(settings, log, (worker, error) => {
    log.fatal({ worker, err: error }, `worker ${worker} ended by itself`);
    end("a worker is gone", EXIT_WORKER_GONE);
  });
  const end = stopOnSignals({
    async stop(reason) {
      log.info(`stopping, ${reason}: no new connections, open requests are answered`);
      const cutCount = await service.stop(STOP_DEADLINE_MS);
      if (cutCount > 0)
        log.warn({ cutCount }, `${cutCount} requests were cut off after ${STOP_DEADLINE_MS} ms`);
      log.info("stopped");
    },
    onForced: (reason) => log.error(`ended at once: ${reason}`),
  });
}

/** Adds `catscore serve`. The web server is loaded when the command runs. */
export function addServe(program: Command): void {
  program
    .command("serve")
    .description("answer POST /reg/ over HTTP")
    .option("--model <file>", "CatBoost model, a .cbm file (default: the package's models/plates.cbm)")
    .option("--host <host>", "address to listen on (default: 127.0.0.1)")
    .option("--port <number>", "port to listen on, 0 for a free one (default: 5000)")
    .option("--workers <number>", "worker threads (default: one for each core)")
    .option("--api-key <key>", "what callers send as x-api-key (default: the demo key 123321)")
    .option("--transport <name>", "auto, uws (uWebSockets.js) or node (node:http) (default: auto)")
    .addHelpText("after", EXAMPLES)
    .action(serve);
}
