import { make } from "./element.ts";
import { counted } from "./figures.ts";

/** A character of each reading, above each other; one may have none. */
interface Pair {
  readonly camera: string | undefined;
  readonly network: string | undefined;
}

/** Beyond this the readings are no plates, and are put side by side as they are. */
const ALIGNED_MAX = 64;
const DIFFERENCES_SHOWN = 8;

/** The two readings of a plate, above each other, with what differs marked. */
export function makeReadings(camera: string, network: string): HTMLElement {
  const pairs = align(Array.from(camera), Array.from(network));
  const row = (title: string, characterOf: (pair: Pair) => string | undefined) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, title),
      ...pairs.map((pair) => makeCell(pair, characterOf(pair))),
    );
  const table = make(
    "table",
    { class: "readings" },
    make(
      "tbody",
      {},
      row("Camera", ({ camera }) => camera),
      row("Network", ({ network }) => network),
    ),
  );
  return make(
    "div",
    {},
    make("div", { class: "scroll" }, table),
    make("p", { class: "hint" }, describe(pairs)),
  );
}

function makeCell({ camera, network }: Pair, character: string | undefined): HTMLTableCellElement {
  const differs = camera !== network;
  const attributes = { title: character === undefined ? "no character" : codePoint(character) };
  return make("td", differs ? { ...attributes, class: "differs" } : attributes, character ?? "");
}

/** `1 difference: M (U+041C) and H (U+041D)`. */
function describe(pairs: readonly Pair[]): string {
  const differences = pairs.filter(({ camera, network }) => camera !== network);
  if (differences.length === 0) return "Both readings are the same.";
  const shown = (character: string | undefined) =>
    character === undefined ? "nothing" : `${character} (${codePoint(character)})`;
  const parts = differences
    .slice(0, DIFFERENCES_SHOWN)
    .map(({ camera, network }) => `camera ${shown(camera)}, network ${shown(network)}`);
  const rest = differences.length - parts.length;
  if (rest > 0) parts.push(`and ${rest} more`);
  return `${counted(differences.length, "difference")}: ${parts.join("; ")}`;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Pairs characters so that as few as possible differ (Wagner and Fischer's distance, 1974). */
function align(camera: readonly string[], network: readonly string[]): Pair[] {
  if (Math.max(camera.length, network.length) > ALIGNED_MAX) return sideBySide(camera, network);
  const costs = editCosts(camera, network);
  const cost = (i: number, j: number) => costs[i]?.[j] ?? Number.POSITIVE_INFINITY;
  const pairs: Pair[] = [];
  let [i, j] = [camera.length, network.length];
  while (i > 0 || j > 0) {
    const differs = camera[i - 1] === network[j - 1] ? 0 : 1;
    if (i > 0 && j > 0 && cost(i, j) === cost(i - 1, j - 1) + differs) {
      pairs.push({ camera: camera[--i], network: network[--j] });
    } else if (i > 0 && cost(i, j) === cost(i - 1, j) + 1) {
      pairs.push({ camera: camera[--i], network: undefined });
    } else {
      pairs.push({ camera: undefined, network: network[--j] });
    }
  }
  return pairs.reverse();
}

/** At [i][j] how many changes make the first j characters of the network of the first i of the camera. */
function editCosts(camera: readonly string[], network: readonly string[]): number[][] {
  const costs = [Array.from({ length: network.length + 1 }, (_, j) => j)];
  for (const [i, character] of camera.entries()) {
    const above = costs[i] as number[];
    const row = [i + 1];
    for (const [j, other] of network.entries()) {
      const replaced = (above[j] as number) + (character === other ? 0 : 1);
      row.push(Math.min(replaced, (above[j + 1] as number) + 1, (row[j] as number) + 1));
    }
    costs.push(row);
  }
  return costs;
}

function sideBySide(camera: readonly string[], network: readonly string[]): Pair[] {
  const length = Math.max(camera.length, network.length);
  return Array.from({ length }, (_, index) => ({ camera: camera[index], network: network[index] }));
}
