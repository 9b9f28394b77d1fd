const LOOK_ALIKES: Readonly<Record<string, string>> = {
  A: "\u0410",
  B: "\u0412",
  C: "\u0421",
  E: "\u0415",
  H: "\u041d",
  K: "\u041a",
  M: "\u041c",
  O: "\u041e",
  P: "\u0420",
  T: "\u0422",
  X: "\u0425",
  Y: "\u0423",
};

/** A plate written with Latin letters, in the Cyrillic letters that look the same. */
export function cyrillic(plate: string): string {
  return plate.replace(/[A-Z]/g, (letter) => LOOK_ALIKES[letter] ?? letter);
}
