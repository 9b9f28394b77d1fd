import type { Prediction, PredictionType } from "../src/index.ts";
import { Bars } from "./bars.ts";
import { find, make } from "./element.ts";
import { exact, grouped } from "./figures.ts";
import type { ModelFacts } from "./messages.ts";
import { outputNames, TYPE_MEANINGS } from "./outputs.ts";

/** Numbers of an answer that are shown: a model may have thousands of trees. */
const SHOWN = 200;
/** Answers come with each letter that is typed; who listens gets one when the typing rests. */
const SPOKEN_MS = 600;
const PROBABILITIES: readonly PredictionType[] = ["Probability", "MultiProbability"];

/** The answer to the row of the form. */
export class AnswerPanel {
  readonly #type = find("answer-type", HTMLSelectElement);
  readonly #meaning = find("answer-meaning", HTMLElement);
  readonly #value = find("answer-value", HTMLElement);
  readonly #error = find("answer-error", HTMLElement);
  readonly #spoken = find("answer-spoken", HTMLElement);
  #bars: Bars | undefined;
  #barNames = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onType another type is wanted */
  constructor(onType: () => void) {
    this.#type.addEventListener("change", () => {
      this.#explain();
      onType();
    });
  }

  get type(): PredictionType {
    return this.#type.value as PredictionType;
  }

  /** Begins with the types of a model. */
  show(model: ModelFacts): void {
    fillTypes(this.#type, model);
    this.#bars = undefined;
    this.#explain();
  }

  showAnswer(model: ModelFacts, type: PredictionType, prediction: Prediction): void {
    this.#error.hidden = true;
    this.#value.classList.remove("stale");
    const values = ([prediction] as unknown[]).flat(2) as (string | number | boolean)[];
    const names = outputNames(model, type, values.length);
    if (PROBABILITIES.includes(type)) this.#showBars(names, values as number[]);
    else if (values.length === 1) this.#replace(make("output", { class: "single" }, written(values[0])));
    else this.#replace(makeList(names, values));
    this.#speak(names, values);
  }

  showError(message: string): void {
    this.#error.textContent = message;
    this.#error.hidden = false;
    this.#value.classList.add("stale");
  }

  #explain(): void {
    this.#meaning.textContent = TYPE_MEANINGS[this.type];
  }

  #showBars(names: readonly string[], values: readonly number[]): void {
    const key = JSON.stringify(names);
    if (this.#bars === undefined || key !== this.#barNames) {
      this.#bars = new Bars(names);
      this.#barNames = key;
      this.#value.replaceChildren(this.#bars.root);
    }
    this.#bars.show(values);
  }

  #replace(content: HTMLElement): void {
    this.#bars = undefined;
    this.#value.replaceChildren(content);
  }

  #speak(names: readonly string[], values: readonly unknown[]): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const parts = values.slice(0, 5).map((value, index) => `${names[index]}: ${written(value)}`);
      this.#spoken.textContent = parts.join("; ");
    }, SPOKEN_MS);
  }
}

/** Puts the types that a model can give into a select; a classifier begins with its probabilities. */
export function fillTypes(select: HTMLSelectElement, { types, classLabels }: ModelFacts): void {
  select.replaceChildren(...types.map((type) => make("option", { value: type }, type)));
  select.value = classLabels.length > 0 && types.includes("Probability") ? "Probability" : "RawFormulaVal";
}

function makeList(names: readonly string[], values: readonly unknown[]): HTMLElement {
  const rows = values
    .slice(0, SHOWN)
    .map((value, index) =>
      make("div", {}, make("dt", {}, names[index] ?? ""), make("dd", {}, written(value))),
    );
  const list = make("dl", { class: "outputs", tabindex: "0", "aria-label": "the answer" }, ...rows);
  if (values.length <= SHOWN) return list;
  return make("div", {}, list, make("p", { class: "hint" }, `and ${grouped(values.length - SHOWN)} more`));
}

function written(value: unknown): string {
  return typeof value === "number" ? exact(value) : String(value);
}
