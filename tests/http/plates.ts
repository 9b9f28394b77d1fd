import { readFileSync } from "node:fs";
import { type PlateAnswer, rootPath } from "../golden.ts";

/** A golden row with its body as text, byte for byte as Python wrote it. */
export interface GoldenBody {
  readonly text: string;
  readonly answer: PlateAnswer;
}

/** The rows of tests/golden/plates.jsonl. */
export function goldenBodies(path = rootPath("tests/golden/plates.jsonl")): GoldenBody[] {
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => ({ text: bodyText(line), answer: JSON.parse(line) as PlateAnswer }));
}

/** The object behind "body" in a line of JSON; its strings hold no brackets of objects. */
function bodyText(line: string): string {
  const start = line.indexOf("{", line.indexOf('"body"'));
  let depth = 0;
  for (let end = start; end < line.length; end++) {
    if (line[end] === "{") depth++;
    if (line[end] === "}") depth--;
    if (depth === 0) return line.slice(start, end + 1);
  }
  throw new Error(`no body in ${line}`);
}

/** What POST /reg/ answers for a golden row, byte for byte. */
export function regAnswer({ negative, positive }: Pick<PlateAnswer, "negative" | "positive">): string {
  return `{"body":{"negative":${negative},"positive":${positive}},"status":"ok"}\n`;
}
