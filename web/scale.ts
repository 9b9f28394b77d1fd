import { shortFloat } from "./figures.ts";

/** The values that a slider goes through: the borders of a float and a little more on both sides. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** Digits behind the point of each value. */
  readonly digits: number;
}

/** Steps of a slider, at least. */
const STEPS = 100;
/** Of the range of the borders, on each side. */
const MARGIN = 0.05;

/** @param borders ascending, one or more */
export function makeScale(borders: Float32Array): Scale {
  const first = borders[0] as number;
  const last = borders.at(-1) as number;
  if (areWhole(borders)) return { low: Math.floor(first), high: Math.ceil(last), step: 1, digits: 0 };
  const range = last > first ? last - first : Math.max(Math.abs(first), 1);
  const exponent = Math.floor(Math.log10(range / STEPS));
  const digits = Math.min(100, Math.max(0, -exponent));
  const step = Number(`1e${exponent}`);
  const low = Math.floor((first - range * MARGIN) / step) * step;
  const high = Math.ceil((last + range * MARGIN) / step) * step;
  return { low: Number(low.toFixed(digits)), high: Number(high.toFixed(digits)), step, digits };
}

/** The text of a slider's position. */
export function textAt(scale: Scale, position: number): string {
  return String(Number(position.toFixed(scale.digits)));
}

/** The value to begin with: the border in the middle; of whole numbers the one below it. */
export function middleOf(borders: Float32Array): string {
  const middle = borders[(borders.length - 1) >> 1];
  if (middle === undefined) return "0";
  return areWhole(borders) ? String(Math.floor(middle)) : shortFloat(middle);
}

/** Whether the feature's values are whole numbers: all borders are halfway between two. */
function areWhole(borders: Float32Array): boolean {
  return borders.every((border) => Math.abs(border % 1) === 0.5);
}
