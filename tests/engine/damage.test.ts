import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CatscoreError, loadModel, type Model } from "../../src/index.ts";
import { modelPath, rootPath } from "../golden.ts";
import { seeded } from "../random.ts";

const REFUSED = JSON.parse(readFileSync(rootPath("tests/golden/models/refused/refused.json"), "utf8"));
const HURT = ["text-mix", "ctr-combinations", "numeric-nan-max", "embedding-lda-knn"];
const MODULE_BYTES = 3 << 17;
/** Memory of an instance in multiples of the file, above the module's own. */
const MEMORY_FACTOR = 33;

describe("a model that cannot be read is refused", () => {
  test.each(Object.entries<string>(REFUSED))("%s, by name", async (name, phrase) => {
    const loading = loadModel(rootPath(`tests/golden/models/refused/${name}.cbm`));
    await expect(loading).rejects.toMatchObject({
      code: "MODEL_UNSUPPORTED",
      message: expect.stringContaining(phrase),
    });
  });

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

describe.each(HURT)(
  "damaged copies of %s load and score, or fail with a code: no trap, no endless loop",
  (name) => {
    const bytes = readFileSync(modelPath(name));

    test("cut off at every 97th length", async () => {
      for (let length = 0; length < bytes.length; length += 97) {
        await expect(loadModel(bytes.subarray(0, length))).rejects.toBeInstanceOf(CatscoreError);
      }
    });

    test("random bytes changed, seeded", async () => {
      const random = seeded(bytes.length);
      for (let round = 0; round < 1000; round++) {
        const hurt = new Uint8Array(bytes);
        for (let i = 0; i < 1 + (round % 4); i++)
          hurt[Math.floor(random() * hurt.length)] = Math.floor(random() * 256);
        const model = await loadModel(hurt).catch((error: unknown) => {
          expect(error).toBeInstanceOf(CatscoreError);
          return undefined;
        });
        if (model !== undefined) expectScores(model, bytes.length);
      }
    });
  },
);

function expectScores(model: Model, byteCount: number): void {
  expect(model.info.memoryBytes).toBeLessThan(MODULE_BYTES + byteCount * MEMORY_FACTOR);
  const row = model.features.map(({ kind, dimension }) =>
    kind === "embedding" ? new Float32Array(dimension) : kind === "float" ? 0.5 : "red sun",
  );
  const scored = () => model.predictMany([row, row, row, row, row]);
  try {
    expect(scored()).toHaveLength(5);
  } catch (error) {
    expect(error).toBeInstanceOf(CatscoreError);
  }
}
