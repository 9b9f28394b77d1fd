/** A thread that scores blocks for `catscore predict`; see ThreadStart for what it is given. */
import { parentPort, workerData } from "node:worker_threads";
import type { Block } from "../table/blocks.ts";
import { openModel } from "./model-file.ts";
import type { ThreadStart } from "./pool.ts";
import { Scorer } from "./scorer.ts";

const { model, options } = workerData as ThreadStart;
const scorer = new Scorer(await openModel(model, "the model"), options);

parentPort?.on("message", (block: Block) => {
  const answer = scorer.score(block);
  parentPort?.postMessage(answer, [answer.bytes.buffer]);
});
