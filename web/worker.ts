/** Entry of the worker: holds the model, scores rows, bodies of plates and CSV files. */
import { takesSimd } from "../src/engine/wasm.ts";
import { isModule } from "../src/engine/wasm-sections.ts";
import { loadModel, type Model, openBundle } from "../src/index.ts";
import { PLATE_FEATURES } from "../src/plate/features.ts";
import type { PlateScorer } from "../src/plate/scorer.ts";
import { CsvScoring, readColumns } from "./csv.ts";
import { findPlates, readFacts } from "./facts.ts";
import type { CallName, Calls, FromWorker, ToWorker } from "./messages.ts";

/** The worker's own global: the types know that of a page. */
interface Port {
  postMessage(message: FromWorker): void;
  addEventListener(type: "message", listen: (event: MessageEvent<ToWorker>) => void): void;
}
const port = globalThis as unknown as Port;

let base = "";
let model: Model | undefined;
let plates: PlateScorer | undefined;
let scoring: CsvScoring | undefined;

type Handlers = {
  readonly [K in CallName]: (ask: Calls[K]["ask"]) => Calls[K]["answer"] | Promise<Calls[K]["answer"]>;
};

const handlers: Handlers = {
  async load({ name, bytes }) {
    const startedAt = performance.now();
    const loaded = await openModel(name, new Uint8Array(bytes));
    const loadMs = performance.now() - startedAt;
    const scorer = findPlates(loaded);
    const facts = readFacts(loaded, name, loadMs, scorer);
    scoring?.cancel();
    model = loaded;
    plates = scorer;
    scoring = undefined;
    return facts;
  },
  predict({ row, type }) {
    return present(model).predict(row, { type });
  },
  plate({ body }) {
    const scorer = present(plates);
    const features = scorer.features(body);
    return {
      ...scorer.score(body),
      features: PLATE_FEATURES.map(({ name }) => [name, features[name] as string | number]),
    };
  },
  columns({ file }) {
    return readColumns(file, present(model).features);
  },
  async score({ file, type, output }) {
    scoring?.cancel();
    const begun = new CsvScoring(present(model), file, type, output);
    scoring = begun;
    return begun.run((progress) => port.postMessage({ progress }));
  },
  cancel() {
    scoring?.cancel();
    return undefined;
  },
  histogram({ output }) {
    return present(scoring).histogram(output);
  },
  answers() {
    return present(scoring).answers();
  },
};

/** Opens a `.cbm` file or a bundle. */
function openModel(name: string, file: Uint8Array): Promise<Model> {
  if (isModule(file)) return openBundle(file, { name });
  const engine = new URL(takesSimd() ? "catscore.wasm" : "catscore-scalar.wasm", base);
  return loadModel(file, { name, engine });
}

/** Each call is made for a model that is there: the page knows. */
function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("no model is loaded");
  return value;
}

port.addEventListener("message", async ({ data }) => {
  if ("base" in data) {
    base = data.base;
    return;
  }
  const { id, name, ask } = data;
  try {
    const handle = handlers[name] as (ask: unknown) => unknown;
    port.postMessage({ id, answer: await handle(ask) });
  } catch (error) {
    port.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
