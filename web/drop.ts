/**
 * Takes files that are dropped anywhere on the page; while some are dragged over it, the body has the class
 * `dragging`.
 */
export function takeDrops(onFile: (file: File) => void): void {
  // Enter and leave come for each element that is passed.
  let depth = 0;
  const mark = () => document.body.classList.toggle("dragging", depth > 0);
  addEventListener("dragenter", (event) => {
    event.preventDefault();
    depth++;
    mark();
  });
  addEventListener("dragleave", () => {
    depth = Math.max(0, depth - 1);
    mark();
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    mark();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) onFile(file);
  });
}

/** Takes files that are chosen by a file field. The same file can be chosen again. */
export function takeChoice(field: HTMLInputElement, onFile: (file: File) => void): void {
  field.addEventListener("change", () => {
    const [file] = field.files ?? [];
    field.value = "";
    if (file) onFile(file);
  });
}
