import { readFile } from "node:fs/promises";
import { EngineModule } from "../src/engine/wasm.ts";
import { rootPath } from "./golden.ts";

const SIMD = await compile("catscore.wasm");
const SCALAR = await compile("catscore-scalar.wasm");

/** An instance of a build of the engine, without a model. */
export async function newInstance(simd = true): Promise<EngineModule> {
  const { exports } = await WebAssembly.instantiate(simd ? SIMD : SCALAR);
  return new EngineModule(exports);
}

async function compile(name: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(rootPath(`build/${name}`)));
}
