import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../src/errors.ts";
import { loadModel, type Row } from "../../src/node.ts";
import { golden, modelPath, rootPath, rowsByName } from "../golden.ts";

interface BadFile {
  readonly model: string;
  readonly bytes: number;
  readonly message: string;
}

interface BadRow {
  readonly model: string;
  readonly row: Row;
  readonly column: string;
  readonly about: keyof typeof CODES;
}

const CODES = {
  missing: "ROW_COLUMN_MISSING",
  unknown: "ROW_COLUMN_UNKNOWN",
  value: "ROW_VALUE",
} as const satisfies Record<string, ErrorCode>;

const { load, rows }: { load: BadFile[]; rows: BadRow[] } = JSON.parse(
  readFileSync(rootPath("tests/conformance/errors.json"), "utf8"),
);

describe("tests/conformance/errors.json", () => {
  test.each(load)("$bytes bytes of $model are refused", async ({ model, bytes, message }) => {
    const file = readFileSync(modelPath(model)).subarray(0, bytes);
    const damaged = { code: "MODEL_DAMAGED", message: `the model: ${message}` };
    await expect(loadModel(file)).rejects.toMatchObject(damaged);
  });

  test.each(rows)("a row of $model with a wrong $column is refused ($about)", async (bad) => {
    const model = await loadModel(modelPath(bad.model));
    const good = rowsByName(golden(bad.model))[0] as Row;
    const message = new RegExp(`row 1\\b.*"${bad.column}"`);
    expect(() => model.predictMany([good, bad.row])).toThrow(
      expect.objectContaining({ code: CODES[bad.about], message: expect.stringMatching(message) }),
    );
  });
});
