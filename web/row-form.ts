import { find } from "./element.ts";
import { makeField, startValue } from "./feature-field.ts";
import { counted, grouped } from "./figures.ts";
import { byImportance } from "./importance.ts";
import type { FeatureFacts, FormRow, FormValue, ModelFacts } from "./messages.ts";

/** Fields that are made at once: models have thousands of features. */
const BATCH = 40;
/** With fewer features nobody needs to search. */
const FILTER_FROM = 12;

/** The form for one row, the features that matter most first. */
export class RowForm {
  readonly #fields = find("row-fields", HTMLElement);
  readonly #filter = find("row-filter", HTMLInputElement);
  readonly #more = find("row-more", HTMLButtonElement);
  readonly #count = find("row-count", HTMLElement);
  readonly #onChange: (row: FormRow) => void;
  #features: readonly FeatureFacts[] = [];
  #found: readonly FeatureFacts[] = [];
  #row: FormValue[] = [];

  constructor(onChange: (row: FormRow) => void) {
    this.#onChange = onChange;
    this.#filter.addEventListener("input", () => this.#search());
    this.#more.addEventListener("click", () => this.#showMore());
    find("row-reset", HTMLButtonElement).addEventListener("click", () => this.#reset());
  }

  /** The values in the order of a row. */
  get row(): FormRow {
    return this.#row;
  }

  show({ features }: ModelFacts): void {
    this.#features = byImportance(features);
    this.#filter.value = "";
    this.#filter.parentElement?.toggleAttribute("hidden", features.length < FILTER_FROM);
    this.#reset();
  }

  /** Takes values by name; features of other names keep theirs. */
  fill(values: ReadonlyMap<string, FormValue>): void {
    for (const { name, index } of this.#features) {
      const value = values.get(name);
      if (value !== undefined) this.#row[index] = value;
    }
    this.#search();
    this.#onChange(this.#row);
  }

  #reset(): void {
    const width = this.#features.reduce((most, { index }) => Math.max(most, index + 1), 0);
    this.#row = new Array<FormValue>(width).fill(null);
    for (const feature of this.#features) this.#row[feature.index] = startValue(feature);
    this.#search();
    this.#onChange(this.#row);
  }

  #search(): void {
    const wanted = this.#filter.value.trim().toLowerCase();
    this.#found = this.#features.filter(({ name }) => name.toLowerCase().includes(wanted));
    this.#fields.replaceChildren();
    this.#showMore();
  }

  #showMore(): void {
    const shown = this.#fields.childElementCount;
    const next = this.#found.slice(shown, shown + BATCH);
    this.#fields.append(...next.map((feature) => this.#makeField(feature)));
    if (shown > 0) this.#fields.children[shown]?.querySelector<HTMLElement>("input, textarea")?.focus();
    const left = this.#found.length - shown - next.length;
    this.#more.hidden = left === 0;
    this.#more.textContent = `${grouped(Math.min(left, BATCH))} more of ${grouped(left)}`;
    const isFiltered = this.#found.length < this.#features.length;
    const total = counted(this.#features.length, "feature");
    this.#count.textContent = isFiltered ? `${grouped(this.#found.length)} of ${total}` : total;
  }

  #makeField(feature: FeatureFacts): HTMLElement {
    return makeField(feature, this.#row[feature.index] ?? null, (value) => {
      this.#row[feature.index] = value;
      this.#onChange(this.#row);
    });
  }
}
