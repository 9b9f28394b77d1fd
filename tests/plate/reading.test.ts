import { describe, expect, test } from "vitest";
import { CatscoreError } from "../../src/errors.ts";
import { BODY_FIELDS, readBody } from "../../src/plate/reading.ts";
import { BODY } from "./body.ts";

function errorOf(call: () => unknown): CatscoreError {
  try {
    call();
  } catch (error) {
    if (error instanceof CatscoreError) return error;
    throw error;
  }
  throw new Error("expected an error");
}

const NUMBERS = {
  recognition_accuracy: "cameraScore",
  afts_regno_ai_score: "networkScore",
  direction: "direction",
} as const;
const CATEGORIES = { camera_type: "cameraType", camera_class: "cameraClass" } as const;
const LISTS = {
  afts_regno_ai_char_scores: "charScores",
  afts_regno_ai_length_scores: "lengthScores",
} as const;
const PLATES = { regno_recognize: "cameraPlate", afts_regno_ai: "networkPlate" } as const;
const LONE_SURROGATE = "a\ud800";

test("a body is read by name, in any order", () => {
  const reading = {
    cameraPlate: BODY.regno_recognize,
    networkPlate: BODY.afts_regno_ai,
    cameraScore: 6.4,
    networkScore: 0.8689166903495789,
    charScores: BODY.afts_regno_ai_char_scores,
    lengthScores: BODY.afts_regno_ai_length_scores,
    cameraType: "stationary",
    cameraClass: "radar",
    time: { weekday: "Sunday", month: "August", hour: 9 },
    direction: 0,
  };
  expect(readBody(BODY)).toEqual(reading);
  expect(readBody(Object.fromEntries(Object.entries(BODY).reverse()))).toEqual(reading);
});

describe.each(Object.entries(NUMBERS))("number %s", (field, name) => {
  test.each([
    [5, 5],
    [-0.5, -0.5],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [null, Number.NaN],
    [true, 1],
    [false, 0],
    [10n ** 20n, 1e20],
    ["6.4", 6.4],
    [" 0x10", 16],
    ["", Number.NaN],
    ["None", Number.NaN],
  ])("takes %s as %s", (value, number) => {
    expect(readBody({ ...BODY, [field]: value })[name]).toBe(number);
  });

  test.each([["abc"], ["6.4 "], ["inf"], [undefined], [[]], [[1]], [{}], [10n ** 400n]])(
    "refuses %s",
    (value) => {
      const error = errorOf(() => readBody({ ...BODY, [field]: value }));
      expect([error.code, error.message.split(":")[0]]).toEqual(["BODY_FIELD", field]);
    },
  );
});

describe.each(Object.entries(CATEGORIES))("category %s", (field, name) => {
  test.each([
    ["radar", "radar"],
    ["", ""],
    ["a\0b", "a\0b"],
    [5n, "5"],
    [-3n, "-3"],
    [2n ** 63n - 1n, "9223372036854775807"],
    [-(2n ** 63n), "-9223372036854775808"],
    [true, "1"],
    [false, "0"],
  ])("takes %s as %j", (value, category) => {
    expect(readBody({ ...BODY, [field]: value })[name]).toBe(category);
  });

  test.each([
    [5],
    [5.5],
    [null],
    [undefined],
    [2n ** 63n],
    [-(2n ** 63n) - 1n],
    [[]],
    [{}],
    [LONE_SURROGATE],
  ])("refuses %s", (value) => {
    const error = errorOf(() => readBody({ ...BODY, [field]: value }));
    expect([error.code, error.message.split(":")[0]]).toEqual(["BODY_FIELD", field]);
  });
});

describe.each(Object.entries(LISTS))("list %s", (field, name) => {
  test.each([["[0.5]"], ["nonsense, which is read later"], [""], [[]], [[1, 0.5]]])("takes %j", (value) => {
    expect(readBody({ ...BODY, [field]: value })[name]).toEqual(value);
  });

  test.each([[null], [undefined], [0.5], [true], [{}], [["0.5"]], [[0.5, null]], [[[0.5]]], [[true]]])(
    "refuses %j",
    (value) => {
      const error = errorOf(() => readBody({ ...BODY, [field]: value }));
      expect([error.code, error.message.split(":")[0]]).toEqual(["BODY_FIELD", field]);
    },
  );
});

describe.each(Object.entries(PLATES))("plate %s", (field, name) => {
  test.each(["", " ", "A\0", "\u{1f600}", "\u0410123"])("takes %j", (value) => {
    expect(readBody({ ...BODY, [field]: value })[name]).toBe(value);
  });

  test.each([[null], [undefined], [123], [true], [["A"]], [{}], [LONE_SURROGATE], ["\udc00\ud800"]])(
    "refuses %j",
    (value) => {
      const error = errorOf(() => readBody({ ...BODY, [field]: value }));
      expect([error.code, error.message.split(":")[0]]).toEqual(["BODY_FIELD", field]);
    },
  );
});

test.each([[null], [1627808579], [true], [["2021-08-01"]], [{}], ["nope"], [""]])(
  "a time is not %j",
  (value) => {
    const error = errorOf(() => readBody({ ...BODY, time_check: value }));
    expect([error.code, error.message.split(":")[0]]).toEqual(["BODY_FIELD", "time_check"]);
  },
);

test.each(BODY_FIELDS)("a body without %s is refused", (field) => {
  const { [field]: _, ...rest } = BODY;
  expect(errorOf(() => readBody(rest)).message).toBe(`${field}: missing`);
});

test.each(["speed", "DIRECTION", "", "toString", "__proto__"])(
  "the unknown field %j is refused by name",
  (name) => {
    const body = JSON.parse(`${JSON.stringify(BODY).slice(0, -1)},${JSON.stringify(name)}:1}`);
    const error = errorOf(() => readBody(body));
    expect(error.code).toBe("BODY_FIELD");
    expect(error.message).toContain(JSON.stringify(name));
  },
);

test.each([[null], [undefined], [5], ["{}"], [[]], [[BODY]]])("a body is not %j", (body) => {
  expect(errorOf(() => readBody(body)).code).toBe("BODY_MALFORMED");
});

test("a message shows the value that came, shortened, and what was expected", () => {
  expect(errorOf(() => readBody({ ...BODY, direction: "left" })).message).toBe(
    'direction: got "left", expected a number in the range of a double, or null',
  );
  const long = errorOf(() => readBody({ ...BODY, direction: "x".repeat(10_000) })).message;
  expect(long.length).toBeLessThan(200);
  const lone = errorOf(() => readBody({ ...BODY, camera_type: LONE_SURROGATE })).message;
  expect(lone.isWellFormed()).toBe(true);
});

test("a tower of lists is an error, not a crash", () => {
  const tower = JSON.parse("[".repeat(30_000) + "]".repeat(30_000));
  for (const field of BODY_FIELDS) {
    expect(errorOf(() => readBody({ ...BODY, [field]: tower })).code).toBe("BODY_FIELD");
  }
});
