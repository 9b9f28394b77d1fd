/** A count with its noun: `1 tree`, `1,024 trees`. */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : nouns}`;
}

/** A whole number with commas. */
export function grouped(count: number): string {
  return count.toLocaleString("en");
}

export function bytes(byteCount: number): string {
  if (byteCount < 1e6) return `${(byteCount / 1e3).toFixed(1)} kB`;
  return `${(byteCount / 1e6).toFixed(byteCount < 1e8 ? 2 : 0)} MB`;
}

/** A share of 0 to 100 with one digit behind the point; what is too small for one is not called nothing. */
export function percent(share: number): string {
  const isTiny = share > 0 && share < 0.05;
  return isTiny ? "< 0.1 %" : `${share.toFixed(1)} %`;
}

/** A double in full: it reads back as the same. */
export function exact(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** A double in few digits. */
export function rounded(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}

/** A float in the fewest digits that read back as the same float of 32 bits. */
export function shortFloat(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}
