import type { EngineModule } from "./wasm.ts";

export type ClassLabel = string | number | boolean;

/** The module's numbers of the kinds that are no numbers here; an integer (0) and a float (1) both are. */
const STRING = 2;
const BOOLEAN = 3;

/** Labels of the classes in output order; none where the model is no classifier. */
export function readClassLabels(module: EngineModule): readonly ClassLabel[] {
  return Array.from({ length: module.exports.classCount() }, (_, i) => readClassLabel(module, i));
}

function readClassLabel(module: EngineModule, i: number): ClassLabel {
  const { exports } = module;
  const kind = exports.classLabelKind(i);
  if (kind === STRING) return module.text(exports.classLabelText(i), exports.classLabelTextBytes(i));
  return kind === BOOLEAN ? exports.classLabelNumber(i) !== 0 : exports.classLabelNumber(i);
}

/** Name of the loss that a model was trained for; undefined where the file does not say. */
export function readLossFunction(module: EngineModule): string | undefined {
  const { exports } = module;
  return module.text(exports.lossFunction(), exports.lossFunctionBytes()) || undefined;
}
