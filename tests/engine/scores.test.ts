import { beforeAll, describe, expect, test } from "vitest";
import { CharScores, NO_SYMBOL } from "../../src/engine/scores.ts";
import { newInstance } from "../instance.ts";
import { seeded } from "../random.ts";

let scores: CharScores;

beforeAll(async () => {
  scores = new CharScores(await newInstance());
});

test("a list has a largest and a smallest number", () => {
  expect(scores.parse("[0.5, 0.25,0.75]")).toBe(true);
  expect([scores.maximum, scores.minimum]).toEqual([0.75, 0.25]);
});

test("an empty list is the list of one 0", () => {
  expect(scores.parse("[]")).toBe(true);
  expect([scores.maximum, scores.minimum]).toEqual([0, 0]);
  scores.take([]);
  expect([scores.maximum, scores.minimum]).toEqual([0, 0]);
});

test("the first and the last character are dropped whatever they are", () => {
  expect(scores.parse("(0.5,0.6)")).toBe(true);
  expect(scores.parse("0.5,0.6")).toBe(true);
  expect([scores.maximum, scores.minimum]).toEqual([0.5, 0]);
});

test("Unicode digits and blanks are read as ASCII ones, of any run of digits", () => {
  expect(scores.parse("[\u0660.\u0665,\u00a00.25\u2003, \ud835\udfd9]")).toBe(true);
  expect([scores.maximum, scores.minimum]).toEqual([1, 0.25]);
});

test("NaN makes the largest and the smallest NaN", () => {
  expect(scores.parse("[0.5,nan]")).toBe(true);
  expect([scores.maximum, scores.minimum]).toEqual([Number.NaN, Number.NaN]);
});

test.each(["", "[", "]", "[ ]", "[0.5,]", "[,]", "[a,b]", "[[0.5]]", "[0.5] ", "[\u00e9]", "\u{1f600}"])(
  "%j is no list of numbers",
  (text) => {
    expect(scores.parse(text)).toBe(false);
  },
);

test("a list of JSON numbers is taken as it is", () => {
  scores.take([3, 1, 2]);
  expect([scores.maximum, scores.minimum]).toEqual([3, 1]);
});

describe("the lowest score of each symbol", () => {
  test("is 1 where the symbol does not occur, and pairs end with the shorter list", () => {
    scores.take([0.5, 0.25]);
    expect([...scores.lowest(Uint8Array.of(2, NO_SYMBOL, 1), 3, 3)]).toEqual([1, 1, 0.5]);
    expect([...scores.lowest(Uint8Array.of(0), 1, 2)]).toEqual([0.5, 1]);
  });

  test.each([
    [
      [0, 0, 2, 1, 255, 255, 2, 2],
      [
        Number.NaN,
        Number.POSITIVE_INFINITY,
        0.5,
        0.5,
        0.8710329683679704,
        Number.POSITIVE_INFINITY,
        0.8,
        0.3,
      ],
      [Number.POSITIVE_INFINITY, 0.5, 0.3, 1, 1],
    ],
    [
      [255, 4, 4, 4, 4],
      [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN, Number.NaN, 0.1914027333041175],
      [1, 1, 1, 1, 0.1914027333041175],
    ],
    [
      [2, 3, 255, 1, 2, 2, 1, 3, 0],
      [
        0.7838796466912747,
        Number.POSITIVE_INFINITY,
        0.5,
        Number.NaN,
        Number.NaN,
        Number.NaN,
        0.4,
        Number.NaN,
        Number.POSITIVE_INFINITY,
      ],
      [Number.POSITIVE_INFINITY, 0.4, Number.NaN, Number.NaN, 1],
    ],
    [
      [3, 0, 0, 3, 4, 1, 0, 255, 4],
      [
        0.07733650053007779,
        0.5,
        0.5,
        Number.POSITIVE_INFINITY,
        0.5,
        0.6493614574181116,
        0.7,
        Number.NaN,
        Number.NaN,
      ],
      [0.5, 0.6493614574181116, 1, 0.07733650053007779, Number.NaN],
    ],
  ])("with NaN is what Python's sort leaves: symbols %j", (symbols, list, expected) => {
    scores.take(list);
    expect([...scores.lowest(Uint8Array.from(symbols), symbols.length, 5)]).toEqual(expected);
  });

  test("equals a plain search, for random plates and lists", () => {
    const random = seeded(3);
    for (let round = 0; round < 500; round++) {
      const symbols = Uint8Array.from({ length: random() * 12 }, () =>
        random() < 0.1 ? NO_SYMBOL : random() * 5,
      );
      const list = Array.from({ length: 1 + random() * 12 }, () => Math.round(random() * 20) / 10);
      const expected = Array.from({ length: 5 }, (_, s) => {
        const paired = list.filter((_, i) => i < symbols.length && symbols[i] === s);
        return paired.length === 0 ? 1 : Math.min(...paired);
      });
      expect(scores.parse(JSON.stringify(list))).toBe(true);
      expect([...scores.lowest(symbols, symbols.length, 5)]).toEqual(expected);
    }
  });
});

test("a list of 20,000 numbers is read", () => {
  expect(scores.parse(`[${Array.from({ length: 20_000 }, (_, i) => i).join(",")}]`)).toBe(true);
  expect([scores.maximum, scores.minimum]).toEqual([19_999, 0]);
});
