import { describe, expect, test } from "vitest";
import { announcesMoreThan, BODY_BYTES_MAX, DISCARD_BYTES_MAX, Intake } from "../../src/http/intake.ts";

function take(...sizes: readonly number[]): Intake {
  const intake = new Intake();
  for (const [index, size] of sizes.entries()) intake.add(new Uint8Array(size).fill(index + 1));
  return intake;
}

test.each([
  ["no piece", []],
  ["an empty piece", [0]],
  ["pieces that fit at once", [10, 20]],
  ["pieces for which it grows", [2048, 1, 10_000, 0, 3]],
  ["the largest body", [BODY_BYTES_MAX - 1, 1]],
])("a body is put together: %s", (_what, sizes) => {
  const intake = take(...sizes);
  expect(intake.isTooLarge).toBe(false);
  expect(Buffer.from(intake.body)).toEqual(
    Buffer.concat(sizes.map((size, index) => Buffer.alloc(size, index + 1))),
  );
});

test("a piece is copied", () => {
  const intake = new Intake();
  const piece = Uint8Array.of(1, 2);
  intake.add(piece);
  piece.fill(9);
  expect([...intake.body]).toEqual([1, 2]);
});

test("a byte more than the limit is too large, and stays so", () => {
  const intake = take(BODY_BYTES_MAX, 1);
  expect([intake.isTooLarge, intake.isHopeless]).toEqual([true, false]);
  intake.add(new Uint8Array(1));
  expect(intake.isTooLarge).toBe(true);
});

test("what is thrown away has a limit", () => {
  const intake = take(DISCARD_BYTES_MAX);
  expect(intake.isHopeless).toBe(false);
  intake.add(new Uint8Array(1));
  expect(intake.isHopeless).toBe(true);
});

describe("content-length above 65536", () => {
  test.each([
    ["", false],
    ["0", false],
    ["732", false],
    ["9999", false],
    ["65536", false],
    ["65537", true],
    ["99999999999999999999999", true],
    ["00000000732", false],
    ["abcdef", false],
  ])("%j: %s", (header, isMore) => {
    expect(announcesMoreThan(header, BODY_BYTES_MAX)).toBe(isMore);
  });
});
