import {
  jsonCount,
  jsonFirst,
  jsonIsFraction,
  jsonIsString,
  jsonMember,
  jsonNext,
  jsonNumber,
  jsonStringRoom,
  readJsonString,
} from "./json";
import { ClassLabel, model } from "./layout";
import { isClassification } from "./loss";
import { allocateBytes } from "./memory";
import { BAD_INFO, fail, failed } from "./status";

/** Most classes of a model. */
const MAX_CLASSES: f64 = 65536;

const LABEL_INTEGER: u32 = 0;
const LABEL_FLOAT: u32 = 1;
/** 2^63: CatBoost keeps what is beyond as a float. */
const INTEGER_LIMIT = f64(u64(1) << 63);
const LABEL_STRING: u32 = 2;
const LABEL_BOOLEAN: u32 = 3;

/**
 * Reads what the classes are called, and which class each raw value belongs to: a model can know classes that
 * training never saw, which then have an output but no raw value.
 * @param at JSON object: class_params with class_names, classes_count and class_to_label, or (isClassParams
 *   false) training options with class_names; 0 where the model has neither
 * Source: catboost/libs/model/model.cpp (GetModelClassLabels), private/libs/labels/external_label_helper.cpp
 */
export function readClassLabels(at: usize, end: usize, isClassParams: bool): bool {
  const names = jsonMember(at, end, "class_names");
  const classToLabel = isClassParams ? jsonMember(at, end, "class_to_label") : 0;
  const counted = isClassParams ? jsonNumber(jsonMember(at, end, "classes_count"), end) : 0;
  const nameCount = jsonCount(names, end);
  if (failed()) return false;
  model.outputCount = model.dimension;
  if (counted > MAX_CLASSES || nameCount > u32(MAX_CLASSES)) {
    fail(BAD_INFO, at);
    return false;
  }
  if (nameCount > 0 && !readLabels(names, nameCount, end)) return false;
  // training parameters name the classes in the order of raw values
  if (nameCount > 0) return !isClassParams || spread(nameCount, classToLabel, end);
  if (counted > 0) return numberLabels(u32(counted)) && spread(u32(counted), classToLabel, end);
  const labelCount = jsonCount(classToLabel, end);
  if (labelCount > 0 && model.dimension > 1 && labelCount !== model.dimension) {
    fail(BAD_INFO, classToLabel);
    return false;
  }
  if (labelCount > 0) return readLabels(classToLabel, labelCount, end);
  return !isClassification() || numberLabels(model.dimension === 1 ? 2 : model.dimension);
}

function reserveLabels(count: u32): bool {
  model.labels = allocateBytes(u64(count) * offsetof<ClassLabel>());
  model.labelCount = count;
  return model.labels !== 0;
}

function labelAt(index: u32): ClassLabel {
  return changetype<ClassLabel>(model.labels + usize(index) * offsetof<ClassLabel>());
}

/** Classes without names are called 0, 1, 2 … */
function numberLabels(count: u32): bool {
  if (!reserveLabels(count)) return false;
  for (let k: u32 = 0; k < count; k++) labelAt(k).number = f64(k);
  return true;
}

function readLabels(array: usize, count: u32, end: usize): bool {
  if (!reserveLabels(count)) return false;
  let item = jsonFirst(array, end);
  for (let k: u32 = 0; k < count; k++) {
    const label = labelAt(k);
    if (jsonIsString(item, end)) {
      label.kind = LABEL_STRING;
      label.text = allocateBytes(u64(jsonStringRoom(item, end)) + 4);
      if (label.text === 0) return false;
      label.textBytes = readJsonString(item, end, label.text);
    } else {
      label.number = jsonNumber(item, end);
      const letter = u32(load<u8>(item)) | 0x20;
      if (letter === 0x74 || letter === 0x66) label.kind = LABEL_BOOLEAN;
      else if (jsonIsFraction(item, end) || abs(label.number) >= INTEGER_LIMIT) label.kind = LABEL_FLOAT;
      else label.kind = LABEL_INTEGER;
    }
    item = jsonNext(item, end);
  }
  return !failed();
}

/** Notes which of the labels each raw value belongs to, where there are more of them than raw values. */
function spread(labelCount: u32, classToLabel: usize, end: usize): bool {
  const dimension = model.dimension;
  if (dimension === 1) return true;
  model.outputOf = allocateBytes(u64(dimension) << 2);
  if (model.outputOf === 0) return false;
  let item = jsonFirst(classToLabel, end);
  for (let k: u32 = 0; k < dimension; k++) {
    const output = item === 0 ? NaN : jsonNumber(item, end);
    if (!(output >= 0 && output < f64(labelCount))) {
      fail(BAD_INFO, classToLabel);
      return false;
    }
    store<u32>(model.outputOf + (usize(k) << 2), u32(output));
    item = jsonNext(item, end);
  }
  model.outputCount = labelCount;
  return true;
}
