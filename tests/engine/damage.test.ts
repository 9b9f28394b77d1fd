import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { codeOf } from "../../src/engine/status.ts";
import { CatscoreError, type FeatureValue, loadModel, Model, predictionTypes } from "../../src/node.ts";
import { golden, modelNames, modelPath } from "../golden.ts";
import { newInstance } from "../instance.ts";
import { seeded } from "../random.ts";

/** Models that are cut off at every length: CTRs, texts, and trees that are not symmetric with several outputs. */
const CUT = ["ctr-counter", "text-bow-top", "lossguide-multiclass"];
/** Damaged at random: all but one that is larger than many others together, and of nothing but leaf values. */
const HURT = modelNames.filter((name) => name !== "depth-16");
/** Damaged copies of each. */
const COPIES = Math.ceil(20_000 / HURT.length);

/** Memory that loading may take besides the file (docs/abi.md). */
const memoryBound = (fileBytes: number) => 32 * fileBytes + (256 << 10);
/** Memory that scoring may take on top, whatever the file says: 8 MB of answers, the rows of a call, their lists. */
const SCORING_BYTES = 12 << 20;
const REFUSALS = ["MODEL_DAMAGED", "MODEL_UNSUPPORTED", "MODEL_TOO_LARGE"];

describe("a model that cannot be read is refused", () => {
  test.each([
    ["an empty file", new Uint8Array(0), "CBM1"],
    ["a file of another kind", new TextEncoder().encode("PK\x03\x04 something else altogether"), "CBM1"],
    ["a header alone", new TextEncoder().encode("CBM1"), "at byte 4"],
    [
      "a length beyond the file",
      Uint8Array.of(0x43, 0x42, 0x4d, 0x31, 0xff, 0xff, 0, 0, 1, 2, 3),
      "at byte 8",
    ],
    [
      "a 64-bit length beyond it",
      new Uint8Array([67, 66, 77, 49, ...new Uint8Array(12).fill(255)]),
      "at byte 16",
    ],
  ])("%s", async (_, bytes, phrase) => {
    const loading = loadModel(bytes);
    await expect(loading).rejects.toMatchObject({
      code: "MODEL_DAMAGED",
      message: expect.stringContaining(phrase),
    });
  });

  test("bytes behind the last part", async () => {
    const bytes = new Uint8Array([...readFileSync(modelPath("ctr-simple")), 0]);
    await expect(loadModel(bytes)).rejects.toThrow("bytes follow the last part");
  });

  test("a path that is not there, with the path", async () => {
    const loading = loadModel("no/such/model.cbm");
    await expect(loading).rejects.toMatchObject({
      code: "MODEL_NOT_FOUND",
      message: expect.stringContaining("no/such/model.cbm"),
    });
  });
});

test.each(CUT)("%s, cut off at every length, loads and scores or is refused", async (name) => {
  const bytes = readFileSync(modelPath(name));
  for (let length = 0; length < bytes.length; length++) {
    await expectSound(bytes.subarray(0, length), golden(name).rows, length);
  }
});

test.each(HURT)("%s, bytes changed at random, loads and scores or is refused", async (name) => {
  const bytes = readFileSync(modelPath(name));
  const { rows } = golden(name);
  const random = seeded(bytes.length);
  for (let copy = 0; copy < COPIES; copy++) {
    const hurt = new Uint8Array(bytes);
    for (let change = 0; change < 1 + (copy % 4); change++) {
      const at = Math.floor(random() * hurt.length);
      const bit = 1 << Math.floor(random() * 8);
      hurt[at] = copy % 2 === 0 ? Math.floor(random() * 256) : (hurt[at] ?? 0) ^ bit;
    }
    await expectSound(hurt, rows, copy);
  }
});

/**
 * Loads a damaged model, asks what its features are worth and scores rows, all in one of the types. Whatever goes wrong must be an error with a code,
 * that of the file with a position in it; a trap of the module has none, an endless loop ends with the test's time.
 */
async function expectSound(bytes: Uint8Array, rows: readonly FeatureValue[][], round: number): Promise<void> {
  const module = await newInstance(round % 3 > 0);
  const { exports } = module;
  const file = module.allocate(bytes.length);
  module.u8.set(bytes, file);
  const before = exports.memoryUsed() >>> 0;
  const status = exports.loadModel(file, bytes.length);
  module.refresh();
  const taken = () => (exports.memoryUsed() >>> 0) - before;
  expect(taken()).toBeLessThanOrEqual(memoryBound(bytes.length));
  if (status !== 0) {
    const position = exports.statusPosition() >>> 0;
    expect(REFUSALS).toContain(codeOf(status));
    expect(position).toBeLessThanOrEqual(bytes.length);
    return;
  }
  const type = predictionTypes[round % predictionTypes.length] ?? "RawFormulaVal";
  try {
    const model = new Model(module);
    const values = rows.map((row) => model.features.map(({ kind, index }) => valueFor(kind, row[index])));
    expect(model.featureImportances()).toHaveLength(model.features.length);
    expect(model.predictMany(values, { type, virtualEnsemblesCount: 2 })).toHaveLength(rows.length);
  } catch (error) {
    expect(error).toBeInstanceOf(CatscoreError);
    expect(error).not.toMatchObject({ code: "INTERNAL" });
  }
  expect(taken()).toBeLessThanOrEqual(memoryBound(bytes.length) + SCORING_BYTES);
}

/** The value of a golden row where it is of the kind that the feature still has, else any other of it. */
function valueFor(kind: string, value: FeatureValue): FeatureValue {
  if (kind === "float") return typeof value === "number" ? value : 0.5;
  if (kind === "embedding") return Array.isArray(value) ? value : [0.5, -1];
  return typeof value === "string" ? value : "red sun";
}
