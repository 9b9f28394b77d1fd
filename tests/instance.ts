import { readFile } from "node:fs/promises";
import { type EngineModule, instantiateEngine } from "../src/engine/wasm.ts";
import { rootPath } from "./golden.ts";

const SIMD = await compile("catscore.wasm");
const SCALAR = await compile("catscore-scalar.wasm");

/** An instance of a build of the engine, without a model. */
export async function newInstance(simd = true): Promise<EngineModule> {
  return instantiateEngine(simd ? SIMD : SCALAR);
}

async function compile(name: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(rootPath(`build/${name}`)));
}
