import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CatscoreError, ERRORS } from "../src/errors.ts";
import { rootPath } from "./golden.ts";
import { newInstance } from "./instance.ts";

test("docs/errors.md lists exactly the codes there are", () => {
  const rows = readFileSync(rootPath("docs/errors.md"), "utf8").matchAll(
    /^\| `([A-Z_]+)` \| (\d+) \| (.+) \|$/gm,
  );
  const documented = [...rows].map(([, code, status, meaning]) => [code, Number(status), meaning]);
  expect(documented).toEqual(
    Object.entries(ERRORS).map(([code, { status, meaning }]) => [code, status, meaning]),
  );
});

test("an error has its code, the status of the code and its cause", () => {
  const cause = new Error("deeper");
  const error = new CatscoreError("BODY_TOO_LARGE", "70000 bytes", { cause });
  expect(error).toMatchObject({ name: "CatscoreError", code: "BODY_TOO_LARGE", status: 413, cause });
});

test("docs/abi.md lists exactly the statuses there are, in the words of the module", async () => {
  const source = readFileSync(rootPath("assembly/status.ts"), "utf8");
  const statuses = [...source.matchAll(/^export const [A-Z0-9_]+: i32 = (\d+);$/gm)].map(([, n]) =>
    Number(n),
  );
  const module = await newInstance();
  const { statusMessage, statusMessageBytes } = module.exports;
  const rows = readFileSync(rootPath("docs/abi.md"), "utf8").matchAll(/^\| (\d+) \| (.+) \|$/gm);
  expect([...rows].map(([, status, sentence]) => [Number(status), sentence])).toEqual(
    statuses.map((n) => [n, n === 0 ? "good" : module.text(statusMessage(n), statusMessageBytes(n))]),
  );
  expect([0, 65, 200].map(statusMessageBytes)).toEqual([0, 0, 0]);
});
