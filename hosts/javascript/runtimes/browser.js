/** For a page: the task is done in it. */
import * as catscore from "../../../build/catscore.js";
import { runTask } from "../tasks.js";

export function answer(task) {
  return runTask(catscore, task);
}
