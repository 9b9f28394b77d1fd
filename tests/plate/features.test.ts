import { beforeAll, describe, expect, test } from "vitest";
import { loadModel, type Model } from "../../src/node.ts";
import { ALPHABET } from "../../src/plate/alphabet.ts";
import { PLATE_FEATURES } from "../../src/plate/features.ts";
import { PlateScorer } from "../../src/plate/scorer.ts";
import { BODY } from "./body.ts";
import { cyrillic } from "./cyrillic.ts";

let model: Model;
let scorer: PlateScorer;
beforeAll(async () => {
  model = await loadModel("models/plates.cbm");
  scorer = new PlateScorer(model);
});

function features(changes: object): Record<string, number | string> {
  return scorer.features({ ...BODY, ...changes });
}

/** Scores of the plate's symbols that are not 1. */
function symbolScores(changes: object): Record<string, number | string> {
  const all = features(changes);
  return Object.fromEntries(
    ALPHABET.filter((symbol) => all[symbol] !== 1).map((symbol) => [symbol, all[symbol] ?? ""]),
  );
}

test("there are 33 numbers, 6 categories and 2 texts, each name once", () => {
  const kinds = PLATE_FEATURES.map(({ kind }) => kind);
  expect(["float", "categorical", "text"].map((kind) => kinds.filter((k) => k === kind).length)).toEqual([
    33, 6, 2,
  ]);
  expect(new Set(PLATE_FEATURES.map(({ name }) => name)).size).toBe(41);
});

test("a body has these features", () => {
  const letters = Object.fromEntries(ALPHABET.map((symbol) => [symbol, 1]));
  expect(features({})).toEqual({
    afts_regno_ai_score: 0.8689166903495789,
    direction: 0,
    recognition_accuracy: 6.4,
    max_sym_score: 1,
    min_sym_score: 0.87,
    ...letters,
    [cyrillic("A")]: 0.99,
    9: 0.93,
    3: 0.97,
    [cyrillic("H")]: 0.95,
    [cyrillic("O")]: 0.94,
    0: 0.87,
    1: 1,
    max_len_score: 1,
    ai_len: 9,
    cam_len: 9,
    foreign_sym: Number.NaN,
    hour: 9,
    camera_type: "stationary",
    camera_class: "radar",
    weekday: "Sunday",
    month: "August",
    regno_template: "private car",
    regno_template_ai: "private car",
    afts_regno_ai_text: [...cyrillic("A939HO190")].join(" "),
    regno_recognize_text: [...cyrillic("A939HO196")].join(" "),
  });
});

test("a line of readings leaves nothing of one in the next", () => {
  const first = features({});
  features({ afts_regno_ai: "0123456789D", afts_regno_ai_char_scores: [0.5], recognition_accuracy: null });
  expect(features({})).toEqual(first);
});

describe("scores of characters", () => {
  test.each([
    ["a repeated one has its lowest", "11D1", "[0.3, 0.2, 0.5, 0.9]", { 1: 0.2, D: 0.5 }],
    ["fewer scores than characters", "123", "[0.3, 0.2]", { 1: 0.3, 2: 0.2 }],
    ["more scores than characters", "12", "[0.3, 0.2, 0.1]", { 1: 0.3, 2: 0.2 }],
    ["characters of no symbol take a score each", "Q1\u{1f600}2", "[0.1, 0.2, 0.3, 0.4]", { 1: 0.2, 2: 0.4 }],
    ["an empty list is one 0", "12", "[]", { 1: 0 }],
    ["an empty array is one 0", "12", [], { 1: 0 }],
    ["an array is as good as its text", "12", [0.5, 0.25], { 1: 0.5, 2: 0.25 }],
    ["scores above one count", "1", "[1.5]", { 1: 1.5 }],
    ["no characters", "", "[0.5]", {}],
    ["a plate of 1,000 characters", "1".repeat(1000), [...Array(999).fill(0.5), 0.25], { 1: 0.25 }],
  ])("%s", (_, afts_regno_ai, afts_regno_ai_char_scores, expected) => {
    expect(symbolScores({ afts_regno_ai, afts_regno_ai_char_scores })).toEqual(expected);
  });

  test.each([
    ["[0.5, 0.25, 0.75]", 0.75, 0.25],
    ["[]", 0, 0],
    ["[1e400, -1e400]", Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ["[0.5, nan]", Number.NaN, Number.NaN],
    ["(0.5,0.25)", 0.5, 0.25],
    ["[ 0.5 ,\n0.25 ]", 0.5, 0.25],
  ])("largest and smallest of %j", (list, largest, smallest) => {
    const { max_sym_score, min_sym_score } = features({ afts_regno_ai_char_scores: list });
    expect([max_sym_score, min_sym_score]).toEqual([largest, smallest]);
    expect(features({ afts_regno_ai_length_scores: list }).max_len_score).toBe(largest);
  });

  test.each(["", "[", "[ ]", "[0.5,]", "[a]", "[0x1]", "[1 2]", "[[0.5]]", " [0.5]", "[null]", "nope"])(
    "%j is no list, and the message names its field",
    (list) => {
      for (const field of ["afts_regno_ai_char_scores", "afts_regno_ai_length_scores"]) {
        expect(() => features({ [field]: list })).toThrow(
          expect.objectContaining({ code: "BODY_FIELD", message: expect.stringContaining(`${field}: got `) }),
        );
      }
    },
  );
});

test.each([
  ["", 0, ""],
  ["A", 1, "A"],
  ["A1", 2, "A 1"],
  ["A \u{1f600}1", 4, "A   \u{1f600} 1"],
  ["\u0418\u0306", 2, "\u0418 \u0306"],
  ["12345".repeat(100), 500, [..."12345".repeat(100)].join(" ")],
])("the plate %j has %i characters, with blanks between", (plate, length, text) => {
  const all = features({ afts_regno_ai: plate, regno_recognize: plate });
  expect([all.ai_len, all.cam_len]).toEqual([length, length]);
  expect([all.afts_regno_ai_text, all.regno_recognize_text]).toEqual([text, text]);
});
