import { CatscoreError } from "../errors.ts";
import { loadInto } from "./load.ts";
import { EngineModule } from "./wasm.ts";
import {
  CUSTOM,
  DATA,
  DATA_COUNT,
  EXPORT,
  findSegments,
  GLOBAL,
  GLOBAL_KIND,
  isModule,
  MEMORY,
  readExports,
  readGlobals,
  readSections,
  type Sections,
  START,
  writeCustom,
  writeData,
  writeExports,
  writeGlobals,
  writeMemory,
  writeModule,
} from "./wasm-sections.ts";

/** What the custom section `catscore` of a bundle says, as JSON: by it a file can be told. */
export interface BundleLabel {
  readonly producer: "catscore";
  /** Of catscore. */
  readonly version: string;
  readonly model: { readonly sha256: string; readonly bytes: number };
}

/**
 * Makes a module that holds a model: the engine with its memory and its globals as `loadModel` and `computeImportances`
 * leave them, and without the former. Instantiated, it scores. The same input gives the same bytes.
 *
 * @param engine catscore.wasm or catscore-scalar.wasm
 * @param model the bytes of a `.cbm` file
 * @param version of catscore, for the label
 * @param name what errors call the model
 * @throws MODEL_DAMAGED, MODEL_UNSUPPORTED, MODEL_TOO_LARGE
 */
export async function bundleModel(
  engine: Uint8Array,
  model: Uint8Array<ArrayBuffer>,
  version: string,
  name = "the model",
): Promise<Uint8Array<ArrayBuffer>> {
  if (isModule(model)) {
    const message = `${name}: a WebAssembly module, a bundle perhaps; expected a CatBoost model (.cbm)`;
    throw new CatscoreError("MODEL_DAMAGED", message);
  }
  const sections = readSections(engine);
  const { memory, values } = await load(sections, model, name);
  const exports = readExports(sections.get(EXPORT));
  sections.delete(START); // it has run: what it sets is in the globals
  sections.delete(DATA_COUNT); // only for segments that are not active
  sections.set(MEMORY, writeMemory(memory.length));
  sections.set(GLOBAL, writeGlobals(readGlobals(sections.get(GLOBAL)), values));
  sections.set(EXPORT, writeExports(exports.filter((entry) => entry.name !== "loadModel")));
  sections.set(DATA, writeData(findSegments(memory)));
  const label = writeCustom("catscore", JSON.stringify(await labelOf(model, version)));
  const bundle = writeModule([[CUSTOM, label], ...sections]);
  if (WebAssembly.validate(bundle)) return bundle;
  const message = `${name}: its bundle of ${bundle.length} bytes is more than a module may have here`;
  throw new CatscoreError("MODEL_TOO_LARGE", message);
}

/**
 * Loads a model into an instance of the engine that exports its globals, too.
 * @returns its memory, and the values of its globals
 */
async function load(sections: Sections, model: Uint8Array, name: string) {
  const globals = readGlobals(sections.get(GLOBAL)).map((_, index) => {
    return { name: `global ${index}`, kind: GLOBAL_KIND, index };
  });
  const open = new Map(sections);
  open.set(EXPORT, writeExports([...readExports(sections.get(EXPORT)), ...globals]));
  const { instance } = await WebAssembly.instantiate(writeModule([...open]));
  const module = new EngineModule(instance.exports);
  loadInto(module, model, name);
  module.exports.computeImportances(); // they take what scoring has no use for, and leave zeros
  module.refresh();
  const values = globals.map((global) => (instance.exports[global.name] as WebAssembly.Global).value);
  return { memory: module.u8, values };
}

async function labelOf(model: Uint8Array<ArrayBuffer>, version: string): Promise<BundleLabel> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", model));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { producer: "catscore", version, model: { sha256, bytes: model.length } };
}
