/** For Node, Deno and Bun: `command.js ENTRY TASK` prints what came out as JSON. */
import { runTask } from "../tasks.js";

const [entry, task] = process.argv.slice(2);
console.log(JSON.stringify(await runTask(await import(entry), JSON.parse(task))));
