/** The table of model kind x prediction type x largest difference, of docs/parity.md. */

import { predictionTypes } from "../build/node.js";
import { IMPORTANCES } from "./golden-model.mjs";
import { markdownTable } from "./section.mjs";

/** @typedef {{ models: number, values: number, types: Map<string, { refused: boolean, ulps: number[] }> }} KindRow */

/** What the Python package is asked. */
const TYPES = [...predictionTypes.filter((type) => type !== "MultiProbability"), IMPORTANCES];
const BUILDS = [true, false];

/** Collects results of models by kind and type. */
export class ParityTable {
  /** @type {Map<string, KindRow>} */
  #kinds = new Map();
  #seed;

  /** @param {string} seed */
  constructor(seed) {
    this.#seed = seed;
  }

  /**
   * Adds what `compareModel` gives for a model.
   * @param {string} kind
   * @param {readonly { simd: boolean, type: string, refused?: string, values: number, ulps: number }[]} results
   */
  add(kind, results) {
    const row = this.#kinds.get(kind) ?? { models: 0, values: 0, types: new Map() };
    this.#kinds.set(kind, row);
    row.models++;
    for (const { simd, type, refused, values, ulps } of results) {
      row.values += values;
      const cell = row.types.get(type) ?? { refused: true, ulps: [0, 0] };
      row.types.set(type, cell);
      cell.refused &&= refused !== undefined && ulps === 0;
      const build = BUILDS.indexOf(simd);
      cell.ulps[build] = Math.max(cell.ulps[build] ?? 0, ulps);
    }
  }

  /** The table as Markdown, with a row of totals. */
  text() {
    const rows = [...this.#kinds].map(([kind, row]) => [kind, row.models, row.values, ...cells(row)]);
    const head = ["kind", "models", "values", ...TYPES];
    return markdownTable([head, ...rows, this.#totals()]);
  }

  /** The section of docs/parity.md. */
  section() {
    const [, models, values] = this.#totals();
    return `Seed ${this.#seed}: ${models} models, ${values} values compared.\n\n${this.text()}`;
  }

  #totals() {
    /** @type {KindRow} */
    const all = { models: 0, values: 0, types: new Map() };
    for (const { models, values, types } of this.#kinds.values()) {
      all.models += models;
      all.values += values;
      for (const [type, { refused, ulps }] of types) {
        const cell = all.types.get(type) ?? { refused: true, ulps: [0, 0] };
        all.types.set(type, {
          refused: cell.refused && refused,
          ulps: cell.ulps.map((n, i) => Math.max(n, ulps[i] ?? 0)),
        });
      }
    }
    return ["all", all.models, all.values, ...cells(all)];
  }
}

/**
 * The cells of a row: largest differences, a dash where the type is refused or was not asked.
 * @param {KindRow} row
 */
function cells({ types }) {
  return TYPES.map((type) => {
    const cell = types.get(type);
    if (cell === undefined || cell.refused) return "-";
    return cell.ulps.map((ulps) => (ulps === Infinity ? "wrong" : String(ulps))).join(" / ");
  });
}
