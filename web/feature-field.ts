import { make, makeSvg } from "./element.ts";
import { counted, percent } from "./figures.ts";
import type { FeatureFacts, FormValue } from "./messages.ts";
import { makeScale, middleOf, textAt } from "./scale.ts";

/** The value that the form begins with. */
export function startValue({ kind, borders, used, refusesMissing, dimension }: FeatureFacts): FormValue {
  if (kind === "embedding") return new Array<string>(dimension).fill("0");
  if (kind !== "float") return "";
  return borders.length === 0 && !used && !refusesMissing ? null : middleOf(borders);
}

/**
 * The controls of one feature.
 * @param value what they show
 * @param onChange is told each new value
 */
export function makeField(
  feature: FeatureFacts,
  value: FormValue,
  onChange: (value: FormValue) => void,
): HTMLElement {
  const id = `feature-${feature.index}`;
  const label = make(
    "label",
    { for: id, title: feature.name },
    make("span", { class: "name" }, feature.name),
    make("small", {}, noteOf(feature)),
  );
  const controls = {
    float: makeFloat,
    categorical: makeCategory,
    text: makeText,
    embedding: makeEmbedding,
  }[feature.kind];
  return make("div", { class: `field ${feature.kind}` }, label, ...controls(feature, id, value, onChange));
}

/** `float, 12.3 %`. */
function noteOf({ kind, used, importance, dimension }: FeatureFacts): string {
  const what = dimension > 0 ? `${kind} of ${counted(dimension, "number")}` : kind;
  return used ? `${what}, ${percent(importance)}` : `${what}, not used`;
}

type Controls = (
  feature: FeatureFacts,
  id: string,
  value: FormValue,
  onChange: (value: FormValue) => void,
) => HTMLElement[];

/** A slider above the borders, a box for the exact number and a switch for a missing one. */
const makeFloat: Controls = ({ name, borders, refusesMissing }, id, value, onChange) => {
  const box = make("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", class: "number" });
  const slider = make("input", { type: "range", "aria-label": `${name}, slider` });
  const missing = make("input", { type: "checkbox", role: "switch", "aria-label": `${name} is missing` });
  const scale = borders.length > 0 ? makeScale(borders) : undefined;
  if (scale) {
    const { low, high, step } = scale;
    Object.assign(slider, { min: String(low), max: String(high), step: String(step) });
  }
  /** What the box goes back to when the value is missing no more. */
  let last = typeof value === "string" ? value : middleOf(borders);
  const show = (text: string | null) => {
    missing.checked = text === null;
    box.value = text ?? "";
    slider.classList.toggle("missing", text === null);
    if (text === null) return;
    last = text;
    slider.value = text;
  };
  box.addEventListener("input", () => {
    const text = box.value.trim() === "" && !refusesMissing ? null : box.value;
    missing.checked = text === null;
    slider.classList.toggle("missing", text === null);
    if (text !== null && Number.isFinite(Number(text))) slider.value = text;
    onChange(text);
  });
  slider.addEventListener("input", () => {
    if (scale === undefined) return;
    show(textAt(scale, slider.valueAsNumber));
    onChange(box.value);
  });
  missing.addEventListener("change", () => {
    show(missing.checked ? null : last);
    onChange(missing.checked ? null : last);
  });
  show(typeof value === "string" ? value : null);
  const range = make(
    "div",
    { class: "range" },
    ...(scale ? [slider, makeRug(borders, scale.low, scale.high)] : []),
  );
  const toggle = make("label", { class: "switch" }, missing, "missing");
  return [range, box, ...(refusesMissing ? [] : [toggle])];
};

/** A line for each border: where a step of the slider can change the answer. */
function makeRug(borders: Float32Array, low: number, high: number): SVGSVGElement {
  const lines = Array.from(
    borders,
    (border) => `M${((1000 * (border - low)) / (high - low)).toFixed(1)} 0v1`,
  );
  const path = makeSvg("path", { d: lines.join("") });
  return makeSvg(
    "svg",
    { class: "rug", viewBox: "0 0 1000 1", preserveAspectRatio: "none", "aria-hidden": "true" },
    path,
  );
}

const makeCategory: Controls = (_feature, id, value, onChange) => {
  const box = make("input", {
    id,
    type: "text",
    autocomplete: "off",
    placeholder: "a category, as it was in training",
  });
  box.value = String(value);
  box.addEventListener("input", () => onChange(box.value));
  return [box];
};

const makeText: Controls = (_feature, id, value, onChange) => {
  const box = make("textarea", { id, rows: "2", placeholder: "a text" });
  box.value = String(value);
  box.addEventListener("input", () => onChange(box.value));
  return [box];
};

const makeEmbedding: Controls = (_feature, id, value, onChange) => {
  const box = make("textarea", {
    id,
    rows: "2",
    placeholder: "numbers",
    spellcheck: "false",
    class: "number",
  });
  box.value = Array.isArray(value) ? value.join(", ") : "";
  box.addEventListener("input", () =>
    onChange(box.value.split(/[\s,;[\]]+/).filter((piece) => piece !== "")),
  );
  return [box];
};
