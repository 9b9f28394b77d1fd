import { existsSync, readFileSync } from "node:fs";
import { parse, stringify } from "lossless-json";
import { beforeAll, describe, expect, test } from "vitest";
import { parseFloatFeature } from "../../src/engine/number.ts";
import { CatscoreError } from "../../src/errors.ts";
import { parseBody } from "../../src/http/body.ts";
import {
  type Feature,
  type FeatureKind,
  loadModel,
  type Model,
  type ModelInfo,
  type Row,
} from "../../src/node.ts";
import { PLATE_FEATURES } from "../../src/plate/features.ts";
import { PlateScorer } from "../../src/plate/scorer.ts";
import { BODY } from "./body.ts";

/** What the original answered to a body, or the field at fault. */
interface Golden {
  readonly name: string;
  /** JSON text, numbers as they were written. */
  readonly bodyText: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly features?: Readonly<Record<string, unknown>>;
  readonly raw: number;
  readonly negative: number;
  readonly positive: number;
  /** The field; true where the file does not say which. */
  readonly error?: string | true;
}

function readGolden(path: string): Golden[] {
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines.map((line, index) => {
    const { body } = parse(line) as { body: unknown };
    return { name: `row ${index + 1}`, ...JSON.parse(line), bodyText: stringify(body) };
  });
}

/** A feature of a golden file as the features have it: a float column's text is its number, null is missing. */
function expectedFeature(kind: string, value: unknown): unknown {
  if (kind !== "float") return typeof value === "boolean" ? String(Number(value)) : String(value);
  if (value === null) return Number.NaN;
  return typeof value === "string" ? parseFloatFeature(value) : Number(value);
}

function checkAnswer(scorer: PlateScorer, model: Model, golden: Golden): void {
  const body = parseBody(golden.bodyText);
  const features = scorer.features(body);
  const row = model.features.map(({ name }) => features[name]);
  const expected = PLATE_FEATURES.map(({ name, kind }) => [
    name,
    expectedFeature(kind, golden.features?.[name]),
  ]);
  expect({ name: golden.name, features, raw: model.predict(row), ...scorer.score(body) }).toEqual({
    name: golden.name,
    features: Object.fromEntries(expected),
    raw: golden.raw,
    negative: golden.negative,
    positive: golden.positive,
  });
}

function errorOf(call: () => unknown): CatscoreError | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof CatscoreError) return error;
    throw error;
  }
  return undefined;
}

function testGolden(rows: readonly Golden[], modelPath: string): void {
  let model: Model;
  let scorer: PlateScorer;
  beforeAll(async () => {
    model = await loadModel(modelPath);
    scorer = new PlateScorer(model);
  });

  const answered = rows.filter(({ error }) => error === undefined);
  test(`${answered.length} answers: features, raw values and probabilities are equal to the bit`, () => {
    for (const golden of answered) checkAnswer(scorer, model, golden);
  });

  const refused = rows.filter(({ error }) => error !== undefined);
  test.skipIf(refused.length === 0).each(refused)("refused: $name", ({ bodyText, error }) => {
    const { code, message } = errorOf(() => scorer.score(parseBody(bodyText))) ?? {};
    expect([code, message]).toEqual(["BODY_FIELD", expect.stringMatching(new RegExp(`^"?${error}"?: `))]);
  });
}

describe("the project's model", () => {
  testGolden(readGolden("tests/golden/plates.jsonl"), "models/plates.cbm");
});

/** The case of edge.jsonl that is accepted against the original, by spec/plate-features.md. */
const ACCEPTED_ARRAY = "char scores as JSON array";

const CUSTOMER = "../shared/customer";
const hasCustomer = existsSync(CUSTOMER);
describe.skipIf(!hasCustomer)(
  `the customer's model (skipped without ${CUSTOMER}, which is not public)`,
  () => {
    const golden = hasCustomer ? readGolden(`${CUSTOMER}/golden.jsonl`) : [];
    const edge = hasCustomer ? readGolden(`${CUSTOMER}/edge.jsonl`) : [];
    // The file does not name the field at fault: it is the one that differs from the first golden row.
    const named = edge
      .filter(({ name }) => name !== ACCEPTED_ARRAY)
      .map((row) => (row.error === true ? { ...row, error: changedField(row, golden[0] as Golden) } : row));
    testGolden([...golden, ...named], `${CUSTOMER}/micromodel.cbm`);

    test("an array of scores, which the original refused, has the features of its text", async () => {
      const scorer = new PlateScorer(await loadModel(`${CUSTOMER}/micromodel.cbm`));
      const { body } = edge.find(({ name }) => name === ACCEPTED_ARRAY) as Golden;
      const text = JSON.stringify(body.afts_regno_ai_char_scores);
      expect(scorer.features(body)).toEqual(scorer.features({ ...body, afts_regno_ai_char_scores: text }));
    });
  },
);

function changedField({ body }: Golden, base: Golden): string {
  return Object.keys(body).find((field) => body[field] !== base.body[field]) ?? "none";
}

describe("a model that is none of plates", () => {
  const features = PLATE_FEATURES.map(({ name, kind }, index) => featureOf(index, name, kind));

  test.each([
    ["another feature", [...features, featureOf(41, "speed", "float")], '"speed"'],
    ["another kind", [featureOf(0, "direction", "text")], '"direction"'],
    ["a feature without a name", [featureOf(0, "24", "float")], '"24"'],
  ])("%s is refused by name", (_, list, name) => {
    const error = errorOf(() => new PlateScorer(modelOf(list)));
    expect([error?.code, error?.message]).toEqual(["MODEL_MISMATCH", expect.stringContaining(name)]);
  });

  test("several outputs are refused", () => {
    const error = errorOf(() => new PlateScorer(modelOf(features, { info: { dimension: 3 } as ModelInfo })));
    expect([error?.code, error?.message]).toEqual(["MODEL_MISMATCH", expect.stringContaining("3 outputs")]);
  });

  test("a model without probabilities is refused", async () => {
    const { module } = await loadModel("models/plates.cbm");
    const predict = () => {
      throw new CatscoreError("PREDICTION_TYPE", "no probabilities");
    };
    const error = errorOf(() => new PlateScorer(modelOf(features, { module, predict })));
    expect([error?.code, error?.message]).toEqual(["MODEL_MISMATCH", "no probabilities"]);
  });
});

test("a model may have fewer features, in another order, and positions without one", async () => {
  const { module } = await loadModel("models/plates.cbm");
  const features = [featureOf(0, "weekday", "categorical"), featureOf(1, "direction", "float")];
  features.push(featureOf(3, "afts_regno_ai_text", "text"));
  let last: unknown[] = [];
  const predict = (row: Row) => {
    last = [...(row as unknown[])];
    return [0.25, 0.75];
  };
  const scorer = new PlateScorer(modelOf(features, { module, predict }));
  expect(scorer.score({ ...BODY, direction: 1 })).toEqual({ negative: 0.25, positive: 0.75 });
  expect(last).toEqual(["Sunday", 1, expect.anything(), [...BODY.afts_regno_ai].join(" ")]);
});

function featureOf(index: number, name: string, kind: FeatureKind): Feature {
  return { index, name, kind, used: true, borderCount: 0, dimension: 0, nanMode: undefined, slot: 0 };
}

/** A model with these features and one output, and nothing else but the parts given. */
function modelOf(features: readonly Feature[], parts: Partial<Model> = {}): Model {
  return { features, info: { dimension: 1 } as ModelInfo, ...parts } as Model;
}
