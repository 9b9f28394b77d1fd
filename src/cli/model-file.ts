import { readFile } from "node:fs/promises";
import type { Model } from "../engine/model.ts";
import { isModule } from "../engine/wasm-sections.ts";
import { loadModel, openBundle } from "../node.ts";
import { fileError } from "./file-error.ts";

/** A model's bytes, read once: all threads have the same ones even if the file is replaced meanwhile. @throws MODEL_NOT_FOUND */
export async function readModelFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw fileError("MODEL_NOT_FOUND", `read the model ${path}`, cause);
  }
}

/** The model of a `.cbm` file, or of a bundle. @param name what errors call it @throws MODEL_* */
export function openModel(file: Uint8Array, name: string): Promise<Model> {
  return isModule(file) ? openBundle(file, { name }) : loadModel(file, { name });
}
