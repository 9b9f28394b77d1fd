import { describe, expect, test } from "vitest";
import { CatscoreError } from "../../src/errors.ts";
import { parseBody } from "../../src/http/body.ts";

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof CatscoreError) return error.code;
    throw error;
  }
  return undefined;
}

describe("parseBody", () => {
  test("reads an object", () => {
    expect(parseBody(' {"direction": 1, "camera_type": "a", "list": [1, 0.5]} ')).toEqual({
      direction: 1,
      camera_type: "a",
      list: [1, 0.5],
    });
  });

  test("reads a string that holds an object", () => {
    expect(parseBody(JSON.stringify(JSON.stringify({ direction: 1 })))).toEqual({ direction: 1 });
  });

  test.each([
    ["5", 5n],
    ["-3", -3n],
    ["-0", 0n],
    ["9223372036854775807", 9223372036854775807n],
    ["5.0", 5],
    ["5e0", 5],
    ["1E2", 100],
  ])("tells integers from other numbers in a category: %s", (literal, value) => {
    for (const field of ["camera_type", "camera_class"]) {
      const object = `{"${field}": ${literal}, "list": [1]}`;
      expect(parseBody(object)).toEqual({ [field]: value, list: [1] });
      expect(parseBody(JSON.stringify(object))).toEqual({ [field]: value, list: [1] });
    }
  });

  test("tells an integer too large for a double from infinity in a number", () => {
    const large = `1${"0".repeat(400)}`;
    for (const field of ["recognition_accuracy", "afts_regno_ai_score", "direction"]) {
      expect(parseBody(`{"${field}": ${large}}`)).toEqual({ [field]: BigInt(large) });
      expect(parseBody(`{"${field}": -1e400}`)).toEqual({ [field]: Number.NEGATIVE_INFINITY });
      expect(parseBody(`{"${field}": 5}`)).toEqual({ [field]: 5 });
    }
  });

  test("takes the last of equal keys", () => {
    expect(parseBody('{"direction": 1, "direction": 2}')).toEqual({ direction: 2 });
    expect(parseBody('{"camera_type": 1, "camera_type": 2.5}')).toEqual({ camera_type: 2.5 });
    expect(parseBody('{"camera_type": 2.5, "camera_type": 1}')).toEqual({ camera_type: 1n });
    expect(parseBody('{"camera_type": 1, "camera_type": "a"}')).toEqual({ camera_type: "a" });
    expect(parseBody('{"camera_type": "a", "camera_\\u0074ype": 1}')).toEqual({ camera_type: 1n });
  });

  test("keeps a key named __proto__ as any other", () => {
    expect(Object.keys(parseBody('{"camera_type": 1, "__proto__": {"direction": 1}}'))).toEqual([
      "camera_type",
      "__proto__",
    ]);
  });

  test.each([
    ...[
      "",
      " ",
      "{",
      '{"a": 1',
      "{'a': 1}",
      '{"a": 1,}',
      "nope",
      "\ufeff{}",
      "{} {}",
      '{"a": 01}',
      '{"a": "\n"}',
    ],
    ...['{"direction": NaN}', '{"direction": Infinity}', '{"direction": -Infinity}'],
    ...["null", "true", "5", "[]", "[{}]", '""', '"abc"', '"[]"', '"null"', '"\\"{}\\""'],
  ])("refuses %j", (text) => {
    expect(codeOf(() => parseBody(text))).toBe("BODY_MALFORMED");
  });

  test("a tower of brackets is no crash", () => {
    const tower = "[".repeat(30_000) + "]".repeat(30_000);
    expect(codeOf(() => parseBody(`{"camera_type": ${tower}}`))).toBeUndefined();
    expect(codeOf(() => parseBody(`{"camera_type": 1, "direction": ${tower}}`))).toBe("BODY_MALFORMED");
    const objects = `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`;
    expect(codeOf(() => parseBody(`{"camera_type": 1, "a": ${objects}, "a": ${objects}}`))).toBe(
      "BODY_MALFORMED",
    );
  });

  test("an integer of 60,000 digits is read within a second", () => {
    const started = performance.now();
    expect(parseBody(`{"camera_type": ${"9".repeat(60_000)}}`).camera_type).toBeTypeOf("bigint");
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
