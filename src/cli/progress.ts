import { Presets, SingleBar } from "cli-progress";

/** A run shorter than this shows no bar. */
const DELAY_MS = 500;

/** A line on standard error with rows and rows a second, and how much of a file is done. */
export class Progress {
  readonly #bar: SingleBar;
  readonly #totalBytes: number | undefined;
  readonly #startedMs = performance.now();
  #rowCount = 0;
  #byteCount = 0;

  /** @param totalBytes undefined where the end is not known */
  constructor(totalBytes: number | undefined) {
    const counts = "{rows} rows, {rate} rows/s";
    const format =
      totalBytes === undefined ? counts : `{bar} {percentage}% | ${counts} | {eta_formatted} left`;
    this.#totalBytes = totalBytes;
    this.#bar = new SingleBar(
      { format, hideCursor: true, gracefulExit: false, etaBuffer: 100 },
      Presets.shades_grey,
    );
  }

  add(byteCount: number, rowCount: number): void {
    this.#byteCount += byteCount;
    this.#rowCount += rowCount;
    const elapsedMs = performance.now() - this.#startedMs;
    if (elapsedMs < DELAY_MS) return;
    const figures = {
      rows: this.#rowCount.toLocaleString("en"),
      rate: Math.round((this.#rowCount / elapsedMs) * 1000).toLocaleString("en"),
    };
    if (this.#bar.isActive) this.#bar.update(this.#byteCount, figures);
    else this.#bar.start(this.#totalBytes ?? 0, this.#byteCount, figures);
  }

  /** Leaves the last figures on the terminal and shows the cursor again. */
  stop(): void {
    this.#bar.stop();
  }
}
