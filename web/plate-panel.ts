import example from "../models/example-body.json" with { type: "json" };
import { BODY_FIELDS, type BodyField } from "../src/plate/reading.ts";
import { Bars } from "./bars.ts";
import { find, make } from "./element.ts";
import { type Engine, latest } from "./engine.ts";
import { exact } from "./figures.ts";
import type { FormValue, PlateAnswer } from "./messages.ts";
import { makePlate } from "./plate.ts";
import { makeReadings } from "./readings.ts";
import { readScores, SCORE_LEVELS } from "./score.ts";

/** Features of a body by name, as values of a row. */
export type PlateValues = ReadonlyMap<string, FormValue>;

type Body = Record<BodyField, string>;

/** What each field of a body is. */
const FIELD_LABELS: Readonly<Record<BodyField, string>> = {
  regno_recognize: "Camera's reading",
  afts_regno_ai: "Network's reading",
  recognition_accuracy: "Camera's score, 0 to 100",
  afts_regno_ai_score: "Network's score, 0 to 1",
  afts_regno_ai_char_scores: "Network's score of each character",
  afts_regno_ai_length_scores: "Network's score of each length",
  camera_type: "Type of camera",
  camera_class: "Class of camera",
  time_check: "Time of the reading",
  direction: "Direction",
};
/** Where there is room for the features from the beginning. */
const WIDE = matchMedia("(width >= 60rem)");

const LONG: readonly BodyField[] = ["afts_regno_ai_char_scores", "afts_regno_ai_length_scores"];

/** A body of /reg/: the form, the plate, the readings, the features and the answer. */
export class PlatePanel {
  readonly #engine: Engine;
  readonly #plate = find("plate-drawing", HTMLElement);
  readonly #readings = find("plate-readings", HTMLElement);
  readonly #answer = find("plate-answer", HTMLElement);
  readonly #error = find("plate-error", HTMLElement);
  readonly #features = find("plate-features", HTMLElement);
  readonly #bars = new Bars(["The network's reading is right", "It is wrong"]);
  readonly #boxes: ReadonlyMap<BodyField, HTMLInputElement>;
  readonly #ask = latest((body: Body) => this.#score(body));
  readonly #onExample: (values: PlateValues) => void;
  #values: PlateValues = new Map();
  /** The next features are those of the example. */
  #isExample = false;

  /**
   * @param onExample gets the features of the example
   * @param onGo gets those of the body, when they are wanted as a row
   */
  constructor(engine: Engine, onExample: (values: PlateValues) => void, onGo: (values: PlateValues) => void) {
    this.#onExample = onExample;
    this.#engine = engine;
    this.#answer.replaceChildren(this.#bars.root);
    this.#boxes = new Map(BODY_FIELDS.map((field) => [field, this.#makeBox(field)]));
    find("plate-legend", HTMLElement).append(
      ...SCORE_LEVELS.map(([name, words]) => make("li", { class: `score-${name}` }, words)),
    );
    find("plate-details", HTMLDetailsElement).open = WIDE.matches;
    find("plate-example", HTMLButtonElement).addEventListener("click", () => this.#fill());
    find("plate-to-row", HTMLButtonElement).addEventListener("click", () => onGo(this.#values));
  }

  /** Begins with the example. */
  show(): void {
    this.#isExample = true;
    this.#fill();
  }

  #fill(): void {
    for (const [field, box] of this.#boxes) box.value = String(example[field]);
    this.#update();
  }

  #makeBox(field: BodyField): HTMLInputElement {
    const id = `plate-${field}`;
    const box = make("input", { id, type: "text", autocomplete: "off", spellcheck: "false" });
    box.addEventListener("input", () => this.#update());
    const label = make("label", { for: id }, FIELD_LABELS[field], " ", make("small", {}, field));
    const isLong = LONG.includes(field);
    find("plate-fields", HTMLElement).append(
      make("div", { class: isLong ? "body-field long" : "body-field" }, label, box),
    );
    return box;
  }

  #update(): void {
    const body = Object.fromEntries(Array.from(this.#boxes, ([field, box]) => [field, box.value])) as Body;
    this.#plate.replaceChildren(makePlate(body.afts_regno_ai, readScores(body.afts_regno_ai_char_scores)));
    this.#readings.replaceChildren(makeReadings(body.regno_recognize, body.afts_regno_ai));
    this.#ask(body);
  }

  async #score(body: Body): Promise<void> {
    try {
      const { negative, positive, features } = await this.#engine.call("plate", { body });
      this.#error.hidden = true;
      this.#answer.classList.remove("stale");
      this.#bars.show([positive, negative]);
      this.#showFeatures(features);
      if (this.#isExample) this.#onExample(this.#values);
      this.#isExample = false;
    } catch (error) {
      this.#error.textContent = (error as Error).message;
      this.#error.hidden = false;
      this.#answer.classList.add("stale");
    }
  }

  #showFeatures(features: PlateAnswer["features"]): void {
    const shown = (value: string | number) =>
      typeof value === "string" ? value : (written(value) ?? "missing");
    this.#features.replaceChildren(
      ...features.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, shown(value)))),
    );
    this.#values = new Map(
      features.map(([name, value]) => [name, typeof value === "string" ? value : written(value)]),
    );
  }
}

/** A number as text; null where it is missing. */
function written(value: number): string | null {
  return Number.isNaN(value) ? null : exact(value);
}
