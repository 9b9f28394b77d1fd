import { make } from "./element.ts";
import { counted, grouped, rounded } from "./figures.ts";
import type { Histogram } from "./messages.ts";

/** Draws a histogram. */
export function makeChart(histogram: Histogram): HTMLElement {
  const { counts, labels } = histogram;
  const most = Math.max(1, ...counts);
  const bars = counts.map((count, index) => {
    const bar = make("span", { title: `${binName(histogram, index)}: ${counted(count, "row")}` });
    bar.style.height = `${(100 * count) / most}%`;
    return bar;
  });
  const plot = make("div", { class: "plot", role: "img", "aria-label": describe(histogram) }, ...bars);
  const axis = labels
    ? make(
        "div",
        { class: "axis labels", "aria-hidden": "true" },
        ...labels.map((label) => make("span", {}, label)),
      )
    : make(
        "div",
        { class: "axis", "aria-hidden": "true" },
        ...ticks(histogram).map((tick) => make("span", {}, tick)),
      );
  const scale = make("div", { class: "most", "aria-hidden": "true" }, grouped(most));
  return make("figure", { class: "chart" }, scale, plot, axis);
}

function ticks({ low, high }: Histogram): string[] {
  if (low === high) return [rounded(low)];
  return [0, 0.25, 0.5, 0.75, 1].map((share) => rounded(low + share * (high - low)));
}

function binName({ low, high, counts, labels }: Histogram, bin: number): string {
  if (labels) return labels[bin] ?? "";
  const width = (high - low) / counts.length;
  return `${rounded(low + bin * width)} to ${rounded(low + (bin + 1) * width)}`;
}

function describe({ counts, labels, minimum, mean, maximum }: Histogram): string {
  if (labels) {
    const parts = labels.slice(0, 10).map((label, index) => `${label} ${grouped(counts[index] ?? 0)}`);
    return `Rows by class: ${parts.join(", ")}`;
  }
  return `Histogram of the answers: from ${rounded(minimum)} to ${rounded(maximum)}, mean ${rounded(mean)}`;
}
