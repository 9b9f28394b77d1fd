import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { STATUS_NUMBERS } from "../src/engine/status.ts";
import { CatscoreError, ERRORS } from "../src/errors.ts";
import { rootPath } from "./golden.ts";

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

test("the module, the host and docs/abi.md know the same statuses", () => {
  const source = readFileSync(rootPath("assembly/status.ts"), "utf8");
  const inModule = [...source.matchAll(/^export const [A-Z0-9_]+: i32 = (\d+);$/gm)].map(([, number]) =>
    Number(number),
  );
  const documented = [...readFileSync(rootPath("docs/abi.md"), "utf8").matchAll(/^\| (\d+) \|/gm)].map(
    ([, n]) => Number(n),
  );
  expect(documented).toEqual(inModule);
  expect([0, ...STATUS_NUMBERS]).toEqual(inModule);
});
