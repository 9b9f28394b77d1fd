import { CatscoreError, type ErrorCode } from "../errors.ts";
import type { EngineModule } from "./wasm.ts";

/** Error codes of statuses that are not about the model file (assembly/status.ts); INTERNAL are the others. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  128: "MODEL_TOO_LARGE",
  131: "PREDICTION_TYPE",
  132: "ROW_VALUE",
  133: "TREE_RANGE",
  134: "TREE_RANGE",
  135: "ROW_VALUE",
};

/** The error code of a status other than 0. */
export function codeOf(status: number): ErrorCode {
  if (status < 64) return "MODEL_DAMAGED";
  return status < 128 ? "MODEL_UNSUPPORTED" : (CODES[status] ?? "INTERNAL");
}

/** Makes the error of the module's last status, with the module's own sentence; `what` begins its message. */
export function statusError(module: EngineModule, status: number, what: string): CatscoreError {
  const { exports } = module;
  const sentence = module.text(exports.statusMessage(status), exports.statusMessageBytes(status));
  const code = codeOf(status);
  const where = code === "MODEL_DAMAGED" ? ` (at byte ${exports.statusPosition() >>> 0})` : "";
  return new CatscoreError(code, `${what}: ${sentence || `the module answered status ${status}`}${where}`);
}
