import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const FOLDERS = ["src", "web", "assembly", "scripts"];
/** The one source file with Cyrillic letters; it has them as escapes. */
const CYRILLIC_SOURCE = "src/plate/alphabet.ts";
const LINE_COUNT_MAX = 400;

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
)
  .filter((path) => /^\.[cm]?[jt]s$|^\.sh$/.test(extname(path)))
  .map((path) => path.replaceAll("\\", "/"));

describe.each(sources)("%s", (path) => {
  const text = readFileSync(join(ROOT, path), "utf8");

  test("has no letter outside of ASCII", () => {
    expect(
      [...text.matchAll(/(?!\p{ASCII})[\p{L}\p{M}\p{Nd}]/gu)].map(
        ({ 0: letter, index }) => `${letter} at ${index}`,
      ),
    ).toEqual([]);
  });

  test.skipIf(path === CYRILLIC_SOURCE)("has no escaped Cyrillic letter", () => {
    expect(text.match(/\\u\{?04[0-9a-f]{2}|\\u\{?05[012][0-9a-f]/i)).toBeNull();
  });

  test(`is at most ${LINE_COUNT_MAX} lines long`, () => {
    expect(text.split("\n").length - 1).toBeLessThanOrEqual(LINE_COUNT_MAX);
  });

  test("has a file name of lower-case words", () => {
    expect(path.split("/").pop()).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.[cm]?[a-z]+$/);
    expect(path).not.toMatch(/\b(utils?|helpers?|common|managers?)\b/);
  });
});

test("no source names a task without a place for it", () => {
  const marked = sources.filter((path) =>
    /\b(TODO|FIXME|XXX|HACK)\b/.test(readFileSync(join(ROOT, path), "utf8")),
  );
  expect(marked).toEqual([]);
});
