/** Entry of the page: puts the parts together. */
import { AnswerPanel } from "./answer.ts";
import { CsvPanel } from "./csv-panel.ts";
import { takeChoice, takeDrops } from "./drop.ts";
import { find } from "./element.ts";
import { Engine, latest } from "./engine.ts";
import { ImportancePanel } from "./importance.ts";
import { KeyDialog } from "./key-dialog.ts";
import type { FormRow, ModelFacts } from "./messages.ts";
import { ModelPanel } from "./model-panel.ts";
import { Notice } from "./notice.ts";
import { PlatePanel } from "./plate-panel.ts";
import { RowForm } from "./row-form.ts";
import { Tabs } from "./tabs.ts";

const EXAMPLE = "plates.cbm";

/** Where a host offers its model: index.html has a blank for it. */
const offered = document.querySelector<HTMLMetaElement>("meta[name=catscore-model]")?.content ?? "";

let model: ModelFacts | undefined;

const notice = new Notice();
const engine = await Engine.start().catch((error: Error) => {
  notice.show(`The page cannot start: ${error.message}`);
  throw error;
});
const tabs = new Tabs(find("tabs", HTMLElement));
const modelPanel = new ModelPanel();
const importancePanel = new ImportancePanel();
const keys = new KeyDialog();
const answerPanel = new AnswerPanel(() => predict(rowForm.row));
const predict = latest(showAnswer);
const rowForm = new RowForm(predict);
const csvPanel = new CsvPanel(engine, () => rowForm.row);
const platePanel = new PlatePanel(
  engine,
  (values) => rowForm.fill(values),
  (values) => {
    rowForm.fill(values);
    tabs.select("tab-row");
    find("tab-row", HTMLElement).focus();
  },
);

async function showAnswer(row: FormRow): Promise<void> {
  const asked = model;
  if (asked === undefined) return;
  const { type } = answerPanel;
  try {
    const prediction = await engine.call("predict", { row, type });
    if (asked === model) answerPanel.showAnswer(asked, type, prediction);
  } catch (error) {
    if (asked === model) answerPanel.showError((error as Error).message);
  }
}

/** Loads a model and shows it; where it is none, the one before stays. */
async function open(name: string, read: () => Promise<ArrayBuffer | undefined>): Promise<void> {
  document.body.setAttribute("aria-busy", "true");
  try {
    const bytes = await read();
    if (bytes === undefined) return;
    show(await engine.call("load", { name, bytes }, [bytes]));
    notice.clear();
  } catch (error) {
    notice.show((error as Error).message);
  } finally {
    document.body.removeAttribute("aria-busy");
  }
}

function show(loaded: ModelFacts): void {
  model = loaded;
  for (const id of ["work", "importance"]) find(id, HTMLElement).inert = false;
  document.title = `${loaded.name} - catscore`;
  modelPanel.show(loaded);
  importancePanel.show(loaded);
  answerPanel.show(loaded);
  csvPanel.show(loaded);
  tabs.offer("tab-plate", loaded.isPlateModel);
  tabs.select(loaded.isPlateModel ? "tab-plate" : "tab-row");
  rowForm.show(loaded);
  if (loaded.isPlateModel) platePanel.show();
  find("status", HTMLElement).textContent = `${loaded.name} is loaded.`;
}

async function fetchModel(address: string, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(new URL(address, document.baseURI), { headers });
  if (response.ok || response.status === 401) return response;
  throw new Error(`${address}: the server answered ${response.status}`);
}

async function readExample(): Promise<ArrayBuffer> {
  return (await fetchModel(EXAMPLE)).arrayBuffer();
}

/** The model of the service, with the key that its users have. */
async function readOffered(): Promise<ArrayBuffer | undefined> {
  const key = await keys.key();
  if (key === undefined) return;
  const response = await fetchModel(offered, { "x-api-key": key });
  if (response.status === 401) {
    keys.refuse();
    return readOffered();
  }
  keys.accept();
  return response.arrayBuffer();
}

function openFile(file: File): void {
  if (/\.(?:csv|txt)$/i.test(file.name)) {
    if (model === undefined) {
      notice.show(`${file.name}: there is no model yet that could score it`);
      return;
    }
    tabs.select("tab-csv");
    void csvPanel.open(file);
  } else void open(file.name, () => file.arrayBuffer());
}

takeDrops(openFile);
takeChoice(find("model-choice", HTMLInputElement), (file) => void open(file.name, () => file.arrayBuffer()));
find("model-example", HTMLButtonElement).addEventListener("click", () => void open(EXAMPLE, readExample));
const service = find("model-service", HTMLButtonElement);
service.hidden = offered === "";
service.addEventListener("click", () => void open("the service's model", readOffered));
await open(EXAMPLE, readExample);
