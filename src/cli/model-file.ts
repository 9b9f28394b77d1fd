import { readFile } from "node:fs/promises";
import { fileError } from "./file-error.ts";

/** A model's bytes, read once: all threads have the same ones even if the file is replaced meanwhile. @throws MODEL_NOT_FOUND */
export async function readModelFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw fileError("MODEL_NOT_FOUND", `read the model ${path}`, cause);
  }
}
