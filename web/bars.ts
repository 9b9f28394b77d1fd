import { make } from "./element.ts";
import { exact, percent } from "./figures.ts";

/** Bars that a phone shows at once; of more the largest come first. */
const UNSORTED_MAX = 4;

/** Probabilities as bars. Made once for some names, then moved. */
export class Bars {
  readonly root = make("ul", { class: "bars" });
  readonly #rows: readonly {
    readonly meter: HTMLElement;
    readonly fill: HTMLElement;
    readonly share: HTMLElement;
    readonly value: HTMLElement;
  }[];

  /** @param names of the classes */
  constructor(names: readonly string[]) {
    this.#rows = names.map((name) => {
      const fill = make("span", { class: "fill" });
      const meter = make(
        "span",
        { class: "bar", role: "meter", "aria-label": name, "aria-valuemin": "0", "aria-valuemax": "1" },
        fill,
      );
      const share = make("span", { class: "share" });
      const value = make("span", { class: "number" });
      this.root.append(
        make("li", {}, make("span", { class: "name", title: name }, name), share, meter, value),
      );
      return { meter, fill, share, value };
    });
  }

  /** @param values 0 to 1, one for each name */
  show(values: readonly number[]): void {
    const largest = Math.max(...values);
    for (const [index, { meter, fill, share, value }] of this.#rows.entries()) {
      const probability = values[index] as number;
      fill.style.width = `${100 * probability}%`;
      meter.setAttribute("aria-valuenow", String(probability));
      meter.setAttribute("aria-valuetext", percent(100 * probability));
      meter.parentElement?.classList.toggle("largest", probability === largest);
      share.textContent = percent(100 * probability);
      value.textContent = exact(probability);
    }
    if (values.length > UNSORTED_MAX) this.#sort(values);
  }

  #sort(values: readonly number[]): void {
    const order = [...values.keys()].sort((a, b) => (values[b] as number) - (values[a] as number));
    const bars = order.map((index) => this.#rows[index]?.meter.parentElement as HTMLElement);
    if (bars.some((bar, place) => this.root.children[place] !== bar)) this.root.replaceChildren(...bars);
  }
}
