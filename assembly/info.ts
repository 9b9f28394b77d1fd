import { parseDecimal } from "./decimal";
import { fieldVector, vectorItems, vectorLength, vectorTable } from "./flatbuffer";
import {
  equalsLiteral,
  jsonFirstKey,
  jsonIs,
  jsonIsString,
  jsonKeyValue,
  jsonMember,
  jsonNextKey,
  jsonNumber,
  jsonStringRoom,
} from "./json";
import { readClassLabels } from "./labels";
import { Feature, featureAt, KIND_FLOAT, model, NAN_FORBIDDEN, NAN_NONE } from "./layout";
import { logit } from "./link";
import { allocateBytes } from "./memory";
import { BAD_INFO, failed } from "./status";

/** Bytes of an entry of the information map. */
export const INFO_BYTES: usize = 16;

/** The value that `open` found: from `text` to `end`, 0 where there is none. */
let text: usize = 0;
let end: usize = 0;

/**
 * Lists the information map, and takes from its JSON texts what scoring needs: loss, threshold, shrinkage, the
 * float features that may not be missing, class labels. Source: catboost/libs/model/model.cpp
 */
export function readInfo(pairs: usize): bool {
  const count = vectorLength(pairs);
  model.info = allocateBytes(u64(count) * INFO_BYTES);
  if (failed()) return false;
  for (let i: u32 = 0; i < count; i++) {
    const pair = vectorTable(pairs, i);
    const key = fieldVector(pair, 0, 1);
    const value = fieldVector(pair, 1, 1);
    if (failed()) return false;
    const entry = model.info + usize(i) * INFO_BYTES;
    store<u32>(entry, key ? u32(vectorItems(key)) : 0);
    store<u32>(entry, vectorLength(key), 4);
    store<u32>(entry, value ? u32(vectorItems(value)) : 0, 8);
    store<u32>(entry, vectorLength(value), 12);
  }
  model.infoCount = count;
  model.shrinkage = NaN;
  if (open("params")) readParams();
  // summed models have no parameters, but the loss as an entry of its own
  if (model.lossBytes === 0 && open("loss_function")) readLoss(text);
  if (open("binclass_probability_threshold")) readThreshold();
  return !failed() && readLabels();
}

/** Finds the value of a key of the map. */
function open(key: string): bool {
  text = 0;
  for (let i: u32 = 0; i < model.infoCount; i++) {
    const entry = model.info + usize(i) * INFO_BYTES;
    const at = usize(load<u32>(entry));
    if (!equalsLiteral(at, at + load<u32>(entry, 4), key)) continue;
    const bytes = load<u32>(entry, 12);
    text = bytes === 0 ? 0 : usize(load<u32>(entry, 8));
    end = text + bytes;
  }
  return text !== 0;
}

/** The training parameters, in one pass. */
function readParams(): void {
  for (let key = jsonFirstKey(text, end); key !== 0; key = jsonNextKey(key, end)) {
    if (jsonIs(key, end, "loss_function")) readLoss(jsonKeyValue(key, end));
    else if (jsonIs(key, end, "boosting_options")) readShrinkage(jsonKeyValue(key, end));
    else if (jsonIs(key, end, "data_processing_options")) markForbidden(jsonKeyValue(key, end));
  }
}

function readLoss(loss: usize): void {
  const name = jsonMember(loss, end, "type");
  if (name === 0 || !jsonIsString(name, end)) return;
  model.loss = name + 1;
  model.lossBytes = jsonStringRoom(name, end);
}

/** Learning rate times model shrink rate; NaN where the parameters do not say. */
function readShrinkage(options: usize): void {
  const learningRate = jsonNumber(jsonMember(options, end, "learning_rate"), end);
  const shrinkRate = jsonNumber(jsonMember(options, end, "model_shrink_rate"), end);
  model.shrinkage = f32(learningRate * shrinkRate);
}

/** Marks the float features that were trained with nan_mode Forbidden: only the parameters know. */
function markForbidden(options: usize): void {
  const general = jsonMember(options, end, "float_features_binarization");
  if (jsonIs(jsonMember(general, end, "nan_mode"), end, "Forbidden")) {
    for (let i: u32 = 0; i < model.featureCount; i++) forbid(featureAt(i), true);
  }
  const single = jsonMember(options, end, "per_float_feature_quantization");
  for (let key = jsonFirstKey(single, end); key !== 0; key = jsonNextKey(key, end)) {
    const column = jsonNumber(key + 1, end);
    const mode = jsonMember(jsonKeyValue(key, end), end, "nan_mode");
    if (mode === 0 || !(column >= 0)) continue;
    const position = column < f64(model.columnCount) ? load<u32>(model.columns + (usize(column) << 2)) : 0;
    if (position > 0) forbid(featureAt(position - 1), jsonIs(mode, end, "Forbidden"));
  }
}

function readThreshold(): void {
  const threshold = parseDecimal(text, end, BAD_INFO);
  model.classBorder = threshold === 0.5 ? 0 : logit(threshold);
}

/** A feature that has seen missing values was not trained with Forbidden. */
function forbid(feature: Feature, forbidden: bool): void {
  if (feature.kind !== KIND_FLOAT || (feature.nanMode !== NAN_NONE && feature.nanMode !== NAN_FORBIDDEN))
    return;
  feature.nanMode = forbidden ? NAN_FORBIDDEN : NAN_NONE;
}

/** Source: catboost/libs/model/model.cpp (GetModelClassLabels) */
function readLabels(): bool {
  if (open("class_params") || open("multiclass_params")) return readClassLabels(text, end, true);
  open("params");
  return readClassLabels(jsonMember(text, end, "data_processing_options"), end, false);
}
