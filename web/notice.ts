import { find } from "./element.ts";

/** The place where the page says what went wrong. */
export class Notice {
  readonly #box = find("notice", HTMLElement);
  readonly #text = find("notice-text", HTMLElement);

  constructor() {
    find("notice-close", HTMLButtonElement).addEventListener("click", () => this.clear());
  }

  show(message: string): void {
    this.#text.textContent = message;
    this.#box.hidden = false;
  }

  clear(): void {
    this.#text.textContent = "";
    this.#box.hidden = true;
  }
}
