import { expect, test } from "vitest";
import { goldenModel, runCommand } from "./command.ts";

test("inspect says in aligned lines what a model is", async () => {
  const { stdout, code } = await runCommand(["inspect", goldenModel("text-mix")]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^file {11}.*text-mix\.cbm, [\d.]+ kB$/m);
  expect(stdout).toMatch(/^loss function {2}Logloss$/m);
  expect(stdout).toMatch(/^class labels {3}0, 1$/m);
  expect(stdout).toMatch(/^depth +\d+$/m);
  expect(stdout).toMatch(/^features +\d+: .* text$/m);
});

test("inspect --json gives everything, with all of the metadata", async () => {
  const { stdout } = await runCommand(["inspect", goldenModel("ctr-simple"), "--json"]);
  const model = JSON.parse(stdout);
  expect(model).toMatchObject({ lossFunction: "Logloss", dimension: 1, scale: 1, classLabels: [0, 1] });
  expect(model.features).toContainEqual(expect.objectContaining({ name: "color", kind: "categorical" }));
  expect(Object.keys(model.metadata)).toEqual(expect.arrayContaining(["params", "model_guid"]));
  expect(JSON.parse(model.metadata.params)).toHaveProperty("boosting_options.iterations");
});
