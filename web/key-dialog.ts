import { find } from "./element.ts";

/** Asks for the API key of the service, once: it is kept in memory, and gone with the page. */
export class KeyDialog {
  readonly #dialog = find("key-dialog", HTMLDialogElement);
  readonly #field = find("key-field", HTMLInputElement);
  readonly #refused = find("key-refused", HTMLElement);
  #key: string | undefined;

  constructor() {
    find("key-cancel", HTMLButtonElement).addEventListener("click", () => this.#dialog.close());
  }

  /**
   * The key, asked for where there is none.
   * @returns undefined where the user gave none
   */
  async key(): Promise<string | undefined> {
    if (this.#key !== undefined) return this.#key;
    this.#field.value = "";
    this.#dialog.returnValue = "";
    this.#dialog.showModal();
    await new Promise((resolve) => this.#dialog.addEventListener("close", resolve, { once: true }));
    if (this.#dialog.returnValue !== "use" || this.#field.value === "") return;
    this.#key = this.#field.value;
    this.#field.value = "";
    return this.#key;
  }

  /** The key was wrong: the next time it is asked for again. */
  refuse(): void {
    this.#key = undefined;
    this.#refused.hidden = false;
  }

  /** The key was right. */
  accept(): void {
    this.#refused.hidden = true;
  }
}
