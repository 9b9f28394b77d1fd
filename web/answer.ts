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
/** Numbers that are told; of probabilities the largest. */
const SPOKEN = 5;
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
    const panel = find("answer", HTMLElement);
    new ResizeObserver(() => {
      document.documentElement.style.setProperty("--answer-height", `${panel.offsetHeight}px`);
    }).observe(panel);
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
      const isSorted = PROBABILITIES.includes(this.type);
      const parts = values
        .map((value, index) => ({ value, name: names[index] }))
        .sort((a, b) => (isSorted ? Number(b.value) - Number(a.value) : 0))
        .slice(0, SPOKEN);
      this.#spoken.textContent = parts.map(({ value, name }) => `${name}: ${written(value)}`).join("; ");
    }, SPOKEN_MS);
  }
}

/** Puts the types that a model can give into a select, which begins with the one that most will want. */
export function fillTypes(select: HTMLSelectElement, model: ModelFacts): void {
  select.replaceChildren(...model.types.map((type) => make("option", { value: type }, type)));
  select.value = firstType(model);
}

/** A classifier's is its probabilities; another model's what CatBoostRegressor answers without a type. */
function firstType({ types, classLabels, lossFunction }: ModelFacts): PredictionType {
  if (classLabels.length > 0 && types.includes("Probability")) return "Probability";
  if (lossFunction === "Poisson" || lossFunction === "Tweedie") return "Exponent";
  return lossFunction === "RMSEWithUncertainty" ? lossFunction : "RawFormulaVal";
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
