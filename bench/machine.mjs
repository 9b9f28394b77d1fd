import { spawnSync } from "node:child_process";
import { cpus } from "node:os";

/**
 * What figures were taken on and with, as lines of text.
 * @param {string} [peer] what catscore is held against, with its version
 */
export function describeMachine(peer) {
  const git = (...words) =>
    spawnSync("git", words, { encoding: "utf8", cwd: new URL(".", import.meta.url) }).stdout?.trim();
  const commit = git("rev-parse", "--short", "HEAD") || "none";
  const changes = git("status", "--porcelain") ? " with changes" : "";
  const [{ model }] = cpus();
  return [
    `machine: ${cpus().length} x ${model.trim()}, ${process.platform} ${process.arch}`,
    `versions: ${[`Node ${process.version}`, peer, `commit ${commit}${changes}`].filter(Boolean).join(", ")}`,
    "",
  ].join("\n");
}
