import { find, make } from "./element.ts";
import { percent } from "./figures.ts";
import type { FeatureFacts, ModelFacts } from "./messages.ts";

const SHOWN = 15;
/** With more bars than this those that are out of sight are not laid out. */
const LONG = 200;

/** Which features the answers hang on. */
export class ImportancePanel {
  readonly #list = find("importance-list", HTMLOListElement);
  readonly #all = find("importance-all", HTMLButtonElement);
  #features: readonly FeatureFacts[] = [];
  #isWhole = false;

  constructor() {
    this.#all.addEventListener("click", () => {
      this.#isWhole = !this.#isWhole;
      this.#fill();
    });
  }

  show(model: ModelFacts): void {
    this.#features = byImportance(model.features);
    this.#isWhole = false;
    this.#fill();
  }

  #fill(): void {
    const features = this.#features;
    const shown = this.#isWhole ? features : features.slice(0, SHOWN);
    const largest = Math.max(features[0]?.importance ?? 0, Number.MIN_VALUE);
    this.#list.replaceChildren(...shown.map((feature) => makeBar(feature, largest)));
    this.#list.classList.toggle("long", shown.length > LONG);
    this.#all.hidden = features.length <= SHOWN;
    this.#all.textContent = this.#isWhole ? `The first ${SHOWN}` : `All ${features.length}`;
    this.#all.setAttribute("aria-expanded", String(this.#isWhole));
  }
}

/** Features, the one that matters most first. */
export function byImportance(features: readonly FeatureFacts[]): FeatureFacts[] {
  return features.toSorted(
    (a, b) => b.importance - a.importance || Number(b.used) - Number(a.used) || a.index - b.index,
  );
}

/** A feature as a bar: as long as the largest one's where it matters as much. */
function makeBar({ name, importance }: FeatureFacts, largest: number): HTMLLIElement {
  const fill = make("span", { class: "fill" });
  fill.style.width = `${(100 * importance) / largest}%`;
  return make(
    "li",
    {},
    make("span", { class: "name", title: name }, name),
    make("span", { class: "number" }, percent(importance)),
    make("span", { class: "bar", "aria-hidden": "true" }, fill),
  );
}
