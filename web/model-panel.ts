import { isMultilabel } from "../src/engine/prediction.ts";
import { find, make } from "./element.ts";
import { bytes, counted, grouped } from "./figures.ts";
import type { ModelFacts } from "./messages.ts";

/** Losses of models that rank. */
const RANKING = /^(?:Yeti|Pair|Query|Lambda|Stochastic)/;
const LABELS_SHOWN = 8;

/** What the model is. */
export class ModelPanel {
  readonly #name = find("model-name", HTMLElement);
  readonly #kind = find("model-kind", HTMLElement);
  readonly #facts = find("model-facts", HTMLDListElement);

  show(model: ModelFacts): void {
    this.#name.textContent = model.name;
    this.#kind.textContent = kindOf(model);
    this.#facts.replaceChildren(
      ...factsOf(model).map(([term, value]) => make("div", {}, make("dt", {}, term), make("dd", {}, value))),
    );
  }
}

/** What a model is for, in a line. */
function kindOf(model: ModelFacts): string {
  const { classLabels, lossFunction, outputCount } = model;
  if (isMultilabel(model)) {
    return `Classifier of ${counted(outputCount, "label")}, any number of them at once`;
  }
  if (classLabels.length > 0) return `Classifier of ${counted(classLabels.length, "class", "classes")}`;
  if (lossFunction === "RMSEWithUncertainty") return "Regression with its uncertainty";
  if (lossFunction !== undefined && RANKING.test(lossFunction)) return "Ranker";
  return outputCount > 1 ? `Regression of ${counted(outputCount, "number")}` : "Regression";
}

function factsOf(model: ModelFacts): [term: string, value: string][] {
  const { treeCount, symmetric, treeDepthMax, leafCount, loadMs } = model;
  const facts: [string, string][] = [
    ["Loss", model.lossFunction ?? "not recorded"],
    ["Trees", `${grouped(treeCount)} ${symmetric ? "symmetric" : "non-symmetric"}`],
    ["Depth", `up to ${treeDepthMax}`],
    ["Leaves", grouped(leafCount)],
    ["Features", featureCounts(model)],
    ["File", bytes(model.byteCount)],
    ["Loaded in", `${loadMs < 10 ? loadMs.toFixed(1) : loadMs.toFixed(0)} ms`],
    ["Module", model.simd ? "WebAssembly, SIMD" : "WebAssembly, scalar"],
  ];
  if (model.classLabels.length > 0) facts.splice(1, 0, ["Classes", labels(model.classLabels)]);
  return facts;
}

/** `41: 33 float, 6 categorical, 2 text`. */
function featureCounts({ features }: ModelFacts): string {
  const counts = new Map<string, number>();
  for (const { kind } of features) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].map(([kind, count]) => `${grouped(count)} ${kind}`);
  const unused = features.filter(({ used }) => !used).length;
  if (unused > 0) kinds.push(`${grouped(unused)} of them not used`);
  return kinds.length === 0 ? "none" : kinds.join(", ");
}

function labels(classLabels: ModelFacts["classLabels"]): string {
  const shown = classLabels.slice(0, LABELS_SHOWN).map(String).join(", ");
  const rest = classLabels.length - LABELS_SHOWN;
  return rest > 0 ? `${shown} and ${grouped(rest)} more` : shown;
}
