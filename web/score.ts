/** How sure a score is, from the best: its name is the class that colours it. */
const LEVELS: readonly (readonly [least: number, name: string, words: string])[] = [
  [0.99, "sure", "0.99 and more"],
  [0.95, "good", "0.95 to 0.99"],
  [0.8, "doubtful", "0.8 to 0.95"],
  [Number.NEGATIVE_INFINITY, "poor", "below 0.8"],
];

/** The levels by name, and the scores that each has in words, for a legend. */
export const SCORE_LEVELS: readonly (readonly [name: string, words: string])[] = LEVELS.map(
  ([, name, words]) => [name, words],
);

/** Level of a score; "unknown" where there is none. */
export function scoreLevel(score: number | undefined): string {
  if (score === undefined || Number.isNaN(score)) return "unknown";
  return LEVELS.find(([least]) => score >= least)?.[1] ?? "unknown";
}

/** The numbers of a list of scores as the service reads its text: without its first and last character. */
export function readScores(text: string): number[] {
  return text.slice(1, -1).split(",").map(Number);
}
