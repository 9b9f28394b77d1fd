/** Reads files of the server, in any runtime. */
import { parseGolden } from "../../scripts/golden-file.mjs";

/** @param {string} url */
export async function fetchBytes(url) {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

/** @param {string} url */
export async function fetchJson(url) {
  return (await fetch(url)).json();
}

/** @param {string} url of features, rows and, but for rows alone, answers */
export async function fetchGolden(url) {
  return parseGolden(await (await fetch(url)).text());
}
