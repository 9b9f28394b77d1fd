import { describe, expect, test } from "vitest";
import { classLabels, lossFunction } from "../../src/engine/labels.ts";

const json = (value: unknown) => JSON.stringify(value);
const LOGLOSS = json({ loss_function: { type: "Logloss" } });

describe("class labels are those of the info map", () => {
  test.each<[string, Record<string, string>, unknown]>([
    [
      "names of class_params",
      { class_params: json({ class_names: ["no", "yes"], class_to_label: [0, 1] }) },
      ["no", "yes"],
    ],
    ["booleans", { class_params: json({ class_names: [false, true] }) }, [false, true]],
    ["a count", { class_params: json({ class_names: [], classes_count: 3 }) }, [0, 1, 2]],
    ["class_to_label", { class_params: json({ class_to_label: [5, 7], classes_count: 0 }) }, [5, 7]],
    ["the older key", { multiclass_params: json({ class_to_label: [0, 1], classes_count: 0 }) }, [0, 1]],
    ["training parameters", { params: json({ data_processing_options: { class_names: [1, 2] } }) }, [1, 2]],
    ["a classifier without any", { params: LOGLOSS }, [0, 1]],
    ["a regression", { params: json({ loss_function: { type: "RMSE" } }) }, []],
    ["nothing", {}, []],
  ])("%s", (_, metadata, labels) => {
    expect(classLabels(metadata)).toEqual(labels);
  });

  test("a count beyond reason does not fill the memory", () => {
    expect(classLabels({ class_params: json({ classes_count: 4e9 }) }).length).toBeLessThan(2 ** 21);
  });

  test("broken JSON is a damaged model", () => {
    expect(() => classLabels({ class_params: "{" })).toThrow(
      expect.objectContaining({ code: "MODEL_DAMAGED", message: expect.stringContaining('"class_params"') }),
    );
  });
});

test("the loss is that of the training parameters, else that of the model", () => {
  expect(lossFunction({ params: LOGLOSS, loss_function: json({ type: "RMSE" }) })).toBe("Logloss");
  expect(lossFunction({ loss_function: json({ type: "RMSE" }) })).toBe("RMSE");
  expect(lossFunction({})).toBeUndefined();
});
