/** The entry for Node: that for all runtimes, with paths and `file:` URLs. */
import { readFile } from "node:fs/promises";
import { instantiateSync } from "@assemblyscript/loader";
import {
  type BundleOptions,
  fetchBytes,
  type LoadOptions,
  loadSource,
  type ModelSource,
  openSource,
  type Place,
} from "./engine/load.ts";
import type { Model } from "./engine/model.ts";

export * from "./index.ts";

/** Both src/ and build/ are beside each other; the modules lie in build/. */
const PLACE: Place = {
  engineUrl: (simd) => new URL(`../build/${simd ? "catscore" : "catscore-scalar"}.wasm`, import.meta.url),
  async read(source) {
    const isUrl = source instanceof URL || /^[a-z][a-z0-9+.-]+:\/\//i.test(source);
    const address = isUrl ? new URL(source) : source;
    if (address instanceof URL && address.protocol !== "file:") return fetchBytes(address);
    return readFile(address);
  },
  // its other function asks for the global Response, which Node takes 20 ms to make at the first time
  instantiate: async (module) => instantiateSync(module).exports as unknown as WebAssembly.Exports,
};

/** As `loadModel` of every runtime; takes paths as well. */
export async function loadModel(source: ModelSource, options: LoadOptions = {}): Promise<Model> {
  return loadSource(PLACE, source, options);
}

/** As `openBundle` of every runtime; takes paths as well. */
export async function openBundle(
  source: WebAssembly.Module | ModelSource,
  options: BundleOptions = {},
): Promise<Model> {
  return openSource(PLACE, source, options);
}
