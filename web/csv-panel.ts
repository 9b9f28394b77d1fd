import type { PredictionType } from "../src/index.ts";
import { fillTypes } from "./answer.ts";
import { takeChoice } from "./drop.ts";
import { find, make } from "./element.ts";
import type { Engine } from "./engine.ts";
import { bytes, counted, grouped, rounded } from "./figures.ts";
import { makeChart } from "./histogram-chart.ts";
import type { CsvColumns, CsvProgress, FormRow, Histogram, ModelFacts } from "./messages.ts";
import { outputNames } from "./outputs.ts";

const NAMES_SHOWN = 8;
/** What other programs put between values. */
const SEPARATORS = /[;\t]/;

/** The scoring of a CSV file: columns, progress, histogram, download. */
export class CsvPanel {
  readonly #engine: Engine;
  readonly #row: () => FormRow;
  readonly #type = find("csv-type", HTMLSelectElement);
  readonly #output = find("csv-output", HTMLSelectElement);
  readonly #file = find("csv-file", HTMLElement);
  readonly #columns = find("csv-columns", HTMLElement);
  readonly #progress = find("csv-progress", HTMLElement);
  readonly #bar = find("csv-bar", HTMLProgressElement);
  readonly #state = find("csv-state", HTMLElement);
  readonly #cancel = find("csv-cancel", HTMLButtonElement);
  readonly #download = find("csv-download", HTMLButtonElement);
  readonly #error = find("csv-error", HTMLElement);
  readonly #result = find("csv-result", HTMLElement);
  readonly #chart = find("csv-chart", HTMLElement);
  readonly #figures = find("csv-figures", HTMLElement);
  #model: ModelFacts | undefined;
  #current: File | undefined;
  /** Counts the scorings: what comes of an older one is not shown. */
  #run = 0;
  #isCancelled = false;

  /** @param row the values of the form, for the example file */
  constructor(engine: Engine, row: () => FormRow) {
    this.#engine = engine;
    this.#row = row;
    engine.onProgress = (progress) => this.#showProgress(progress);
    takeChoice(find("csv-choice", HTMLInputElement), (file) => void this.open(file));
    this.#type.addEventListener("change", () => {
      this.#fillOutputs();
      if (this.#current) void this.open(this.#current);
    });
    this.#output.addEventListener("change", () => void this.#showOutput());
    this.#cancel.addEventListener("click", () => {
      this.#isCancelled = true;
      void engine.call("cancel", {});
    });
    this.#download.addEventListener("click", () => void this.#save());
    find("csv-example", HTMLButtonElement).addEventListener("click", () => this.#saveExample());
  }

  /** Begins with a model: what another one scored is gone. */
  show(model: ModelFacts): void {
    this.#model = model;
    this.#current = undefined;
    this.#run++;
    fillTypes(this.#type, model);
    this.#fillOutputs();
    for (const part of [this.#file, this.#columns, this.#progress, this.#error, this.#result])
      part.hidden = true;
  }

  /** Compares the columns of a file with the features, and scores it where none is missing. */
  async open(file: File): Promise<void> {
    const run = ++this.#run;
    this.#current = file;
    this.#isCancelled = false;
    this.#file.textContent = `${file.name}, ${bytes(file.size)}`;
    this.#file.hidden = false;
    for (const part of [this.#columns, this.#progress, this.#error, this.#result]) part.hidden = true;
    try {
      await this.#engine.call("cancel", {});
      const columns = await this.#engine.call("columns", { file });
      if (run !== this.#run) return;
      this.#showColumns(columns);
      if (columns.missing.length === 0) await this.#score(file, run);
    } catch (error) {
      if (run === this.#run) this.#showError(error);
    }
  }

  async #score(file: File, run: number): Promise<void> {
    this.#bar.max = Math.max(1, file.size);
    this.#bar.value = 0;
    this.#state.textContent = "";
    this.#cancel.hidden = false;
    this.#progress.hidden = false;
    const ask = { file, type: this.#type.value as PredictionType, output: this.#output.selectedIndex };
    const done = await this.#engine.call("score", ask);
    if (run !== this.#run) return;
    this.#cancel.hidden = true;
    if (this.#isCancelled) {
      this.#state.textContent = `Cancelled after ${counted(done.rowCount, "row")}.`;
      this.#result.hidden = true;
      return;
    }
    this.#showProgress(done);
    this.#result.hidden = done.rowCount === 0;
    const seconds = (done.elapsedMs / 1000).toFixed(1);
    this.#bar.value = this.#bar.max;
    this.#state.textContent = `${counted(done.rowCount, "row")} in ${seconds} s, ${speed(done)}.`;
    this.#download.disabled = false;
  }

  #showError(error: unknown): void {
    this.#error.textContent = (error as Error).message;
    this.#error.hidden = false;
    this.#progress.hidden = true;
    this.#result.hidden = true;
  }

  #showColumns({ columnCount, unknown, missing }: CsvColumns): void {
    const lines = [
      make(
        "li",
        {},
        `Columns that are features of the model: ${grouped(columnCount - unknown.length)} of ${grouped(columnCount)}.`,
      ),
    ];
    if (unknown.length > 0)
      lines.push(make("li", {}, "Not used, since no feature has the name: ", ...named(unknown)));
    if (missing.length > 0 && columnCount === 1 && SEPARATORS.test(unknown[0] ?? ""))
      lines.push(make("li", {}, "The header has no comma; what stands between values must be one."));
    if (missing.length > 0) {
      const title = "Missing, so the rows cannot be scored: ";
      lines.push(make("li", { class: "bad" }, title, ...named(missing)));
    }
    this.#columns.replaceChildren(...lines);
    this.#columns.hidden = false;
  }

  #showProgress(progress: CsvProgress): void {
    if (this.#progress.hidden || this.#isCancelled) return;
    this.#bar.value = progress.byteCount;
    const share = Math.floor((100 * progress.byteCount) / this.#bar.max);
    this.#state.textContent = `${share} %, ${counted(progress.rowCount, "row")}, ${speed(progress)}`;
    this.#download.disabled = true;
    this.#showHistogram(progress.histogram);
  }

  #showHistogram(histogram: Histogram): void {
    this.#chart.replaceChildren(makeChart(histogram));
    const { minimum, mean, maximum, otherCount } = histogram;
    const figures: [string, string][] = histogram.labels
      ? []
      : [
          ["least", rounded(minimum)],
          ["mean", rounded(mean)],
          ["greatest", rounded(maximum)],
        ];
    if (otherCount > 0) figures.push(["not finite", grouped(otherCount)]);
    this.#figures.replaceChildren(
      ...figures.map(([term, value]) => make("div", {}, make("dt", {}, term), make("dd", {}, value))),
    );
    this.#result.hidden = false;
  }

  async #showOutput(): Promise<void> {
    if (this.#result.hidden) return;
    this.#showHistogram(await this.#engine.call("histogram", { output: this.#output.selectedIndex }));
  }

  /** The numbers of an answer, of which one is drawn; of two classes the second. */
  #fillOutputs(): void {
    const model = this.#model as ModelFacts;
    const type = this.#type.value as PredictionType;
    const width = model.widths[type] ?? 1;
    const names = outputNames(model, type, width);
    this.#output.replaceChildren(...names.map((name) => make("option", {}, name)));
    this.#output.selectedIndex = type === "Probability" && width === 2 ? 1 : 0;
    this.#output.parentElement?.toggleAttribute("hidden", width === 1);
  }

  async #save(): Promise<void> {
    const name = (this.#current?.name ?? "rows.csv").replace(/\.[^.]*$/, "");
    save(await this.#engine.call("answers", {}), `${name}-${this.#type.value}.csv`);
  }

  /** A CSV of one row: that of the form. */
  #saveExample(): void {
    const { features } = this.#model as ModelFacts;
    const row = this.#row();
    const values = features.map(({ index }) => {
      const value = row[index] ?? "";
      return typeof value === "string" ? value : value.join(";");
    });
    const lines = [features.map(({ name }) => name), values].map((cells) => cells.map(quoted).join(","));
    save(new Blob([`${lines.join("\n")}\n`], { type: "text/csv" }), "rows.csv");
  }
}

function speed({ rowCount, elapsedMs }: CsvProgress): string {
  return `${grouped(Math.round(rowCount / Math.max(elapsedMs / 1000, 0.001)))} rows a second`;
}

/** The first of some names, as code. */
function named(names: readonly string[]): (HTMLElement | string)[] {
  const shown = names.slice(0, NAMES_SHOWN).flatMap((name) => [make("code", {}, name), " "]);
  const rest = names.length - NAMES_SHOWN;
  return rest > 0 ? [...shown, `and ${grouped(rest)} more`] : shown;
}

/** A value of CSV: always in quotes, so that a missing one alone on its line is no blank line. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Hands a file to the browser's downloads. */
function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
