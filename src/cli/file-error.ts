import { CatscoreError, type ErrorCode } from "../errors.ts";

/** The error of a file that cannot be used: `cannot read rows.csv: no such file or directory`. */
export function fileError(code: ErrorCode, what: string, cause: unknown): CatscoreError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const reason = message.replace(/^E[A-Z0-9]+: /, "").replace(/, \w+(?: '.*)?$/s, "");
  return new CatscoreError(code, `cannot ${what}: ${reason}`, { cause });
}
