/**
 * One row of the goal table.
 * @typedef {object} Figure
 * @property {string} what
 * @property {string} ours
 * @property {string} theirs
 * @property {number} ratio
 * @property {"at least" | "at most"} sense whether more is better or less
 * @property {number} reach
 * @property {number} aim
 * @property {boolean} [isOtherPeer] the goal is meant against another peer, so there is no verdict
 * @property {string} [note]
 */

/** Rounds of each side; the sides take turns, so that a slow spell of the machine meets both. */
export const ROUNDS = 3;

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Measures both sides in turns.
 * @template T
 * @param {() => Promise<T>} ours
 * @param {() => Promise<T>} theirs
 * @returns {Promise<{ ours: T[], theirs: T[] }>} a measurement of each round
 */
export async function takeTurns(ours, theirs) {
  const taken = { ours: [], theirs: [] };
  for (let round = 0; round < ROUNDS; round++) {
    taken.ours.push(await ours());
    taken.theirs.push(await theirs());
  }
  return taken;
}

/** As takeTurns, for times: the median of each side, in nanoseconds. */
export async function takeTimes(ours, theirs) {
  const taken = await takeTurns(ours, theirs);
  return { ours: median(taken.ours), theirs: median(taken.theirs) };
}

/** @param {number} ns */
export function formatTime(ns) {
  if (ns < 10_000) return `${ns.toFixed(0)} ns`;
  return ns < 1e6 ? `${(ns / 1e3).toFixed(1)} us` : `${(ns / 1e6).toFixed(1)} ms`;
}

/** @param {Figure} figure */
function judge({ ratio, sense, reach, aim }) {
  const passes = (goal) => (sense === "at least" ? ratio >= goal : ratio <= goal);
  if (passes(aim)) return "aim";
  return passes(reach) ? "reach" : "below";
}

/**
 * The table as text, columns aligned.
 * @param {readonly Figure[]} figures
 */
export function formatTable(figures) {
  const rows = figures.map((figure) => [
    figure.what,
    figure.ours,
    figure.theirs,
    figure.ratio.toFixed(2),
    `${figure.sense} ${figure.reach}`,
    String(figure.aim),
    figure.isOtherPeer ? "" : judge(figure),
    figure.note ?? "",
  ]);
  const table = [["what", "catscore", "against", "ratio", "reach", "aim", "verdict", ""], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const format = (row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd();
  return table.map(format).join("\n");
}
