import { CatscoreError } from "../errors.ts";
import { Model } from "./model.ts";
import { statusError } from "./status.ts";
import { EngineModule, takesSimd } from "./wasm.ts";

/** A file's bytes, or where they lie: a URL, in Node also a path. */
export type ModelSource = URL | string | Uint8Array | ArrayBuffer;

export interface LoadOptions {
  /** What errors call a model that is given as bytes. Default: "the model". */
  readonly name?: string;
  /** false takes the build without SIMD. Default: SIMD where the runtime has it. */
  readonly simd?: boolean;
  /**
   * The engine, or where it lies. Default: catscore.wasm (without SIMD catscore-scalar.wasm) beside
   * the entry. To be given where nothing may be compiled at run time.
   */
  readonly engine?: WebAssembly.Module | URL | string;
}

export interface BundleOptions {
  /** What errors call a bundle that is given as bytes or as a module. Default: "the bundle". */
  readonly name?: string;
}

/** What is different from runtime to runtime. */
export interface Place {
  /** Where catscore.wasm lies, or the build without SIMD. */
  engineUrl(simd: boolean): URL;
  /** Bytes at a URL or, where there are files, at a path. */
  read(source: URL | string): Promise<Uint8Array<ArrayBuffer>>;
  /** The exports of a new instance of a module that imports nothing. */
  instantiate(module: WebAssembly.Module): Promise<WebAssembly.Exports>;
}

/** Bytes at a URL. @throws Error where there is no answer, or none that is good */
export async function fetchBytes(url: URL | string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Loads a `.cbm` file. @throws as loadModel of the entries */
export async function loadSource(place: Place, source: ModelSource, options: LoadOptions): Promise<Model> {
  const name = nameOf(source, options.name ?? "the model");
  const [module, bytes] = await Promise.all([startEngine(place, options), bytesOf(place, source, name)]);
  loadInto(module, bytes, name);
  return new Model(module);
}

/** Loads the bytes of a `.cbm` file into an instance. @throws MODEL_DAMAGED, MODEL_UNSUPPORTED, MODEL_TOO_LARGE */
export function loadInto(module: EngineModule, bytes: Uint8Array, name: string): void {
  const file = module.allocate(bytes.length);
  module.u8.set(bytes, file);
  const status = module.exports.loadModel(file, bytes.length);
  module.refresh();
  if (status !== 0) throw statusError(module, status, name);
}

/** Opens a module that holds a model. @throws as openBundle of the entries */
export async function openSource(
  place: Place,
  source: WebAssembly.Module | ModelSource,
  options: BundleOptions,
): Promise<Model> {
  const isModule = source instanceof WebAssembly.Module;
  const name = nameOf(source, options.name ?? "the bundle");
  const bytes = isModule ? undefined : await bytesOf(place, source, name);
  try {
    const bundle = isModule ? source : await WebAssembly.compile(bytes as BufferSource);
    const module = new EngineModule(await place.instantiate(bundle));
    if (loadsModels(module)) throw new Error("the module holds no model");
    return new Model(module);
  } catch (cause) {
    throw new CatscoreError("MODEL_DAMAGED", `${name}: ${reasonOf(cause)}`, { cause });
  }
}

/** Modules by the address that they came from: each is compiled once. */
const compiled = new Map<string, Promise<WebAssembly.Module>>();

/** A new instance of the engine. @throws ENGINE_UNUSABLE */
async function startEngine(place: Place, { simd = true, engine }: LoadOptions): Promise<EngineModule> {
  let name = "catscore.wasm";
  try {
    if (engine instanceof WebAssembly.Module) return await instantiateLoader(place, engine);
    const address = engine ?? place.engineUrl(simd && takesSimd());
    name = String(address);
    let module = compiled.get(name);
    if (module === undefined) {
      module = place.read(address).then((bytes) => WebAssembly.compile(bytes));
      compiled.set(name, module);
      module.catch(() => compiled.delete(name));
    }
    return await instantiateLoader(place, await module);
  } catch (cause) {
    const message = `cannot use the engine ${name}: ${reasonOf(cause)}`;
    throw new CatscoreError("ENGINE_UNUSABLE", message, { cause });
  }
}

async function instantiateLoader(place: Place, engine: WebAssembly.Module): Promise<EngineModule> {
  const module = new EngineModule(await place.instantiate(engine));
  if (!loadsModels(module)) throw new Error("it is a bundle, which openBundle takes");
  return module;
}

/** Whether a module takes a model. A bundle does not: it holds one. */
export function loadsModels({ exports }: EngineModule): boolean {
  return exports.loadModel !== undefined;
}

async function bytesOf(place: Place, source: ModelSource, name: string): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  try {
    return await place.read(source);
  } catch (cause) {
    throw new CatscoreError("MODEL_NOT_FOUND", `cannot read the model ${name}: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

/** What errors call a source: its address where it has one. */
function nameOf(source: WebAssembly.Module | ModelSource, otherwise: string): string {
  return typeof source === "string" || source instanceof URL ? String(source) : otherwise;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
