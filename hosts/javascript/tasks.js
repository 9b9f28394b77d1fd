/** What the programs in runtimes/ do, each in its own runtime. */
import { checkConformance } from "./conformance.js";
import { measureSpeed } from "./speed.js";

/**
 * What is to be done.
 * @typedef {object} Task
 * @property {"conformance" | "speed"} name
 * @property {string} origin Of the server with the files.
 * @property {number} [seconds] Of each figure of speed.
 */

/**
 * Does a task.
 * @param {typeof import("../../build/index.js")} catscore the entry
 * @param {Task} task
 * @param {Partial<import("./conformance.js").Subject>} [own] what is different where modules are imported, not fetched
 */
export function runTask(catscore, { name, origin, seconds }, own) {
  const build = (simd) => ({ simd });
  const subject = { catscore, origin, build, bundle: `${origin}/bundle.wasm`, ...own };
  return name === "speed" ? measureSpeed(subject, seconds) : checkConformance(subject);
}
