import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The built command line. */
export const COMMAND = fileURLToPath(new URL("../build/cli/main.js", import.meta.url));

/** Starts a server that prints its port, as a URL or alone. @throws Error with what it printed where it ends */
export async function startServer(command) {
  const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  const port = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => {
        printed += text;
        const found = /(?:http:\/\/127\.0\.0\.1:|^)(\d+)/.exec(printed)?.[1];
        if (found !== undefined) resolve(found);
      });
    }
    child.on("exit", () => reject(new Error(`the server ended: ${printed}`)));
  });
  return { child, url: `http://127.0.0.1:${port}/reg/` };
}
