/** Category of a plate that no pattern matches. */
const UNKNOWN = "unknown";

/**
 * The patterns of licence plates and their categories; the first that matches the whole plate counts.
 * d: a decimal digit of any script; L: a Cyrillic capital from A to YA (IO is outside); t and c: Cyrillic
 * TE and ES, which are letters as well; T, C, D: these Latin letters; ?: what stands before it may be absent.
 * The categories are the model's words: the blank that the second starts with belongs to it.
 */
const PATTERNS: readonly (readonly [pattern: string, category: string])[] = [
  ["LdddLLddd?", "private car"],
  ["LLdddddd?", " lk_taxi_r_pricep"],
  ["LLddddddd?", "lk_pricep_r_transit"],
  ["ddddLLddd?", "lk_moto_tract"],
  ["LddddLL", "some"],
  ["LLdddLddd?", "lk_transit"],
  ["TLLdddddd?", "lk_export"],
  ["tLLdddddd?", "lk_export"],
  ["Lddddddd?", "lk_mvd_avto"],
  ["ddddLddd?", "lk_mvd_moto"],
  ["dddLddd?", "lk_mvd_pricep"],
  ["dddCDdddd?d?d?", "lk_diplomat"],
  ["dddcDdddd?d?d?", "lk_diplomat"],
  ["dddDdddd?d?d?", "lk_diplomat"],
  ["dddTdddd?d?d?", "lk_diplomat"],
  ["dddtdddd?d?d?", "lk_diplomat"],
];

/**
 * Kinds of characters, each a non-zero octal digit: a plate's shape is the octal number of its kinds, exact
 * up to 17 characters and larger than every pattern's (11 at the most) beyond.
 */
const KIND = { d: 1, L: 2, t: 3, c: 4, T: 5, C: 6, D: 7 } as const;
const NO_KIND = 0;
const KIND_BASE = 8;

/** Kind of each code point below U+0430. */
const KIND_OF_CODE_POINT = new Uint8Array(0x430);
KIND_OF_CODE_POINT.fill(KIND.d, 0x30, 0x3a);
KIND_OF_CODE_POINT.fill(KIND.L, 0x410, 0x430);
KIND_OF_CODE_POINT[0x421] = KIND.c;
KIND_OF_CODE_POINT[0x422] = KIND.t;
for (const letter of ["T", "C", "D"] as const) KIND_OF_CODE_POINT[letter.charCodeAt(0)] = KIND[letter];

const DIGIT = /^\p{Nd}$/u;

/** Category of each shape that a pattern matches. */
const CATEGORY_OF_SHAPE = new Map<number, string>();
for (const [pattern, category] of PATTERNS) {
  for (const shape of shapesOf(pattern)) {
    if (!CATEGORY_OF_SHAPE.has(shape)) CATEGORY_OF_SHAPE.set(shape, category);
  }
}

/** Category of a plate, in the words of the model: `private car`, `lk_moto_tract`, ..., `unknown`. */
export function plateCategory(plate: string): string {
  let shape = 0;
  for (let i = 0; i < plate.length; i++) {
    const codePoint = plate.codePointAt(i) as number;
    if (codePoint > 0xffff) i++;
    const kind = KIND_OF_CODE_POINT[codePoint] || kindOfOther(codePoint);
    if (kind === NO_KIND) return UNKNOWN;
    shape = shape * KIND_BASE + kind;
  }
  return CATEGORY_OF_SHAPE.get(shape) ?? UNKNOWN;
}

/** Kind of a character that the table does not know: a digit of another script, or none. */
function kindOfOther(codePoint: number): number {
  return codePoint >= 0x660 && DIGIT.test(String.fromCodePoint(codePoint)) ? KIND.d : NO_KIND;
}

/** Every shape that a pattern matches. */
function shapesOf(pattern: string): number[] {
  let shapes = [0];
  for (let i = 0; i < pattern.length; i++) {
    const letter = pattern[i] as keyof typeof KIND;
    const kinds = letter === "L" ? [KIND.L, KIND.t, KIND.c] : [KIND[letter]];
    const longer = shapes.flatMap((shape) => kinds.map((kind) => shape * KIND_BASE + kind));
    const optional = pattern[i + 1] === "?";
    shapes = optional ? [...shapes, ...longer] : longer;
    if (optional) i++;
  }
  return shapes;
}
