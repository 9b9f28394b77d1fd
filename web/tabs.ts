/** Tabs: the arrows, Home and End go from one to the other, as the ARIA practices have it. */
export class Tabs {
  readonly #tabs: readonly HTMLElement[];

  /** @param list the element with the role tablist; each tab controls a panel */
  constructor(list: HTMLElement) {
    this.#tabs = [...list.querySelectorAll<HTMLElement>("[role=tab]")];
    for (const tab of this.#tabs) tab.addEventListener("click", () => this.select(tab.id));
    list.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** Shows the panel of a tab. */
  select(id: string): void {
    for (const tab of this.#tabs) {
      const isSelected = tab.id === id;
      tab.setAttribute("aria-selected", String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      if (panel) panel.hidden = !isSelected;
    }
  }

  /** Offers a tab or not. */
  offer(id: string, isOffered: boolean): void {
    const tab = this.#tabs.find((candidate) => candidate.id === id);
    if (tab) tab.hidden = !isOffered;
  }

  #onKey(event: KeyboardEvent): void {
    const offered = this.#tabs.filter((tab) => !tab.hidden);
    const at = offered.indexOf(event.target as HTMLElement);
    const last = offered.length - 1;
    const next = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    const tab = next === undefined ? undefined : offered[next];
    if (tab === undefined) return;
    event.preventDefault();
    this.select(tab.id);
    tab.focus();
  }
}
