import type { Feature, Model } from "../engine/model.ts";
import { CatscoreError } from "../errors.ts";
import { PLATE_FEATURES, PlateFeatures } from "./features.ts";
import { readBody } from "./reading.ts";

/** Probabilities of the model's two classes. */
export interface PlateScore {
  readonly negative: number;
  readonly positive: number;
}

/** Scores bodies of /reg/ with a model. One instance for each model; synchronous. */
export class PlateScorer {
  readonly #model: Model;
  readonly #features: PlateFeatures;
  /** Index in PLATE_FEATURES of each value of the model's row. */
  readonly #sources: readonly number[];
  readonly #row: (number | string)[];

  /** @throws MODEL_MISMATCH where the model gives no probability, or has a feature that plates do not have */
  constructor(model: Model) {
    if (model.info.dimension !== 1) {
      throw new CatscoreError("MODEL_MISMATCH", `the model has ${model.info.dimension} outputs, expected 1`);
    }
    this.#model = model;
    this.#sources = sourcesOf(model.features);
    this.#features = new PlateFeatures(model.module);
    this.#row = this.#sources.map((source) => this.#features.values[source] as number | string);
    try {
      model.predict(this.#row, PROBABILITY);
    } catch (cause) {
      throw new CatscoreError("MODEL_MISMATCH", (cause as Error).message, { cause });
    }
  }

  /** @throws BODY_MALFORMED, BODY_FIELD */
  score(body: unknown): PlateScore {
    this.#features.compute(readBody(body));
    const { values } = this.#features;
    const sources = this.#sources;
    const row = this.#row;
    for (let i = 0; i < row.length; i++) row[i] = values[sources[i] as number] as number | string;
    const probabilities = this.#model.predict(row, PROBABILITY) as [number, number];
    return { negative: probabilities[0], positive: probabilities[1] };
  }

  /**
   * The 41 features of a body by name; NaN is a missing number.
   * @throws BODY_MALFORMED, BODY_FIELD
   */
  features(body: unknown): Record<string, number | string> {
    this.#features.compute(readBody(body));
    const { values } = this.#features;
    return Object.fromEntries(
      PLATE_FEATURES.map(({ name }, index) => [name, values[index] as number | string]),
    );
  }
}

const PROBABILITY = { type: "Probability" } as const;

/** @returns for each position of a row the index in PLATE_FEATURES; 0 at a position that no feature has */
function sourcesOf(features: readonly Feature[]): number[] {
  const width = Math.max(-1, ...features.map(({ index }) => index)) + 1;
  const sources = new Array<number>(width).fill(0);
  for (const feature of features) sources[feature.index] = sourceOf(feature);
  return sources;
}

/** Index in PLATE_FEATURES of a feature of the model. @throws MODEL_MISMATCH */
function sourceOf({ name, kind, index }: Feature): number {
  const source = PLATE_FEATURES.findIndex((feature) => feature.name === name);
  const computed = PLATE_FEATURES[source]?.kind;
  if (computed === kind) return source;
  const plates =
    computed === undefined ? "plates have no feature of this name" : `of plates it is ${computed}`;
  const message = `feature ${index} of the model, ${JSON.stringify(name)}, is ${kind}, but ${plates}`;
  throw new CatscoreError("MODEL_MISMATCH", message);
}
