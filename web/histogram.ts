import type { Histogram } from "./messages.ts";

const BIN_COUNT = 40;

/**
 * Counts values by size.
 * @param pieces values row by row, `width` for each row
 * @param output which of them
 * @param range of all bins; undefined takes that of the values
 */
export function makeHistogram(
  pieces: readonly Float64Array[],
  width: number,
  output: number,
  range: readonly [low: number, high: number] | undefined,
): Histogram {
  let [minimum, maximum, sum, finiteCount, count] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    0,
    0,
  ];
  for (const piece of pieces) {
    for (let at = output; at < piece.length; at += width) {
      const value = piece[at] as number;
      count++;
      if (!Number.isFinite(value)) continue;
      finiteCount++;
      sum += value;
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    }
  }
  if (finiteCount === 0) minimum = maximum = 0;
  const [low, high] = range ?? [minimum, maximum];
  const counts = new Array<number>(high > low ? BIN_COUNT : 1).fill(0);
  const binsPerUnit = high > low ? BIN_COUNT / (high - low) : 0;
  for (const piece of pieces) {
    for (let at = output; at < piece.length; at += width) {
      const value = piece[at] as number;
      if (!Number.isFinite(value)) continue;
      const bin = Math.min(counts.length - 1, Math.floor((value - low) * binsPerUnit));
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
  return {
    low,
    high,
    counts,
    labels: undefined,
    minimum,
    maximum,
    mean: sum / (finiteCount || 1),
    otherCount: count - finiteCount,
  };
}

/**
 * Counts the labels of classes.
 * @param pieces positions in the labels, `width` for each row
 */
export function countLabels(
  pieces: readonly Float64Array[],
  width: number,
  output: number,
  labels: readonly string[],
): Histogram {
  const counts = new Array<number>(labels.length).fill(0);
  for (const piece of pieces) {
    for (let at = output; at < piece.length; at += width) {
      const label = piece[at] as number;
      counts[label] = (counts[label] as number) + 1;
    }
  }
  return { low: 0, high: 0, counts, labels, minimum: 0, maximum: 0, mean: 0, otherCount: 0 };
}
