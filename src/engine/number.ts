/** Texts that CatBoost takes for a missing float feature, in exactly these spellings; the empty text is one. */
const MISSING = new Set(
  "|-|NA|Na|na|nan|NaN|NAN|#NA|N/A|n/a|#N/A|-NaN|-nan|NULL|null|Null|none|None|#N/A N/A|-1.#IND|-1.#QNAN|1.#IND|1.#QNAN".split(
    "|",
  ),
);

const DECIMAL = /^[ \t\n\v\f\r]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const HEXADECIMAL = /^[ \t\n\v\f\r]*([+-]?)(0[xX][0-9a-fA-F]+)$/;
const BLANK = /^[ \t\n\v\f\r]+$/;

/**
 * A float feature's value from its text, as CatBoost's Python package reads it: a decimal number or a
 * hexadecimal integer after any ASCII blanks, nothing but blanks (0), or a word for a missing value.
 * No blank behind the number, no "inf", no "_", no digits other than ASCII.
 * @returns the double (CatBoost rounds it once more, to float32; beyond the range it is infinite), NaN where
 *   missing, undefined where the text is none of these
 * Source: util/string/cast.cpp (TryFromString) and catboost/libs/helpers (IsNanValue), found by trial with 1.2.10.
 */
export function parseFloatFeature(text: string): number | undefined {
  if (DECIMAL.test(text)) return Number(text);
  if (MISSING.has(text)) return Number.NaN;
  const [, sign, digits] = HEXADECIMAL.exec(text) ?? [];
  if (digits !== undefined) return sign === "-" ? -Number(digits) : Number(digits);
  return BLANK.test(text) ? 0 : undefined;
}
