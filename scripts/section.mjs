/** Parts of documents that commands write: what stands between two remarks, `<!-- NAME -->` and `<!-- /NAME -->`. */
import { readFileSync, writeFileSync } from "node:fs";

/**
 * Writes a section of a Markdown file anew.
 * @param {string | URL} path
 * @param {string} name of the section
 * @param {string} text Markdown, without line feeds at its ends
 * @throws Error where the file has no such section
 */
export function writeSection(path, name, text) {
  const document = readFileSync(path, "utf8");
  const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
  const from = document.indexOf(begin) + begin.length;
  const to = document.indexOf(end, from);
  if (from < begin.length || to < 0) throw new Error(`${path}: no section "${begin.trim()}"`);
  writeFileSync(path, document.slice(0, from) + text + document.slice(to));
}

/**
 * A table in Markdown.
 * @param {readonly (readonly unknown[])[]} rows the first is the head
 */
export function markdownTable([head, ...rows]) {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
