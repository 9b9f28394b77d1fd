import { fieldVector, vectorItems, vectorLength, vectorTable } from "../flatbuffer";
import { model } from "../layout";
import { allocateBytes } from "../memory";
import { BAD_TEXT_PART, fail, failed } from "../status";
import { bindBow } from "./bow";
import { CALCER_BOW, Calcer, Dictionary, Digitizer, MAX_NODES, TextFeature, Tokenizer } from "./layout";

/** Address of calcerCount entries (address of the 16-byte id, Digitizer, Calcer), u32 each. */
let calcers: usize = 0;
let calcerCount: u32 = 0;
const CALCER_ENTRY: usize = 12;

/** Address of digitizerCount Digitizer: those of all text features, in order. */
let digitizers: usize = 0;
let digitizerCount: u32 = 0;

/**
 * Reads the header: which digitizers (tokenizer and dictionary) each text feature goes through, and which
 * calcers stand behind each of them. Digitizers of all features are numbered on, in order.
 * Source: catboost/private/libs/text_features/flatbuffers (TCollectionHeader)
 */
export function readGraph(header: usize): bool {
  const tokenizerIds = fieldVector(header, 0, 16);
  const dictionaryIds = fieldVector(header, 1, 16);
  const calcerIds = fieldVector(header, 2, 16);
  const perFeature = fieldVector(header, 3, 4);
  const perDigitizer = fieldVector(header, 4, 4);
  if (failed()) return false;
  calcerCount = vectorLength(calcerIds);
  digitizerCount = vectorLength(perDigitizer);
  const sound =
    vectorLength(tokenizerIds) === vectorLength(dictionaryIds) &&
    vectorLength(perFeature) <= model.textSlots &&
    calcerCount <= MAX_NODES &&
    digitizerCount <= MAX_NODES;
  if (!sound) {
    fail(BAD_TEXT_PART, header);
    return false;
  }
  calcers = allocateBytes(u64(calcerCount) * CALCER_ENTRY);
  model.textFeatureCount = 0;
  model.textFeatures = allocateBytes(u64(model.textSlots) * offsetof<TextFeature>());
  digitizers = allocateBytes(u64(digitizerCount) * offsetof<Digitizer>());
  if (calcers === 0 || model.textFeatures === 0 || digitizers === 0) return false;
  for (let c: u32 = 0; c < calcerCount; c++) {
    store<u32>(calcers + usize(c) * CALCER_ENTRY, u32(vectorItems(calcerIds) + (usize(c) << 4)));
  }
  let taken: u32 = 0;
  for (let f: u32 = 0; f < vectorLength(perFeature); f++) {
    const ids = fieldVector(vectorTable(perFeature, f), 0, 4);
    const count = vectorLength(ids);
    if (failed()) return false;
    if (count === 0) continue;
    if (count > digitizerCount - taken) {
      fail(BAD_TEXT_PART, ids);
      return false;
    }
    const feature = changetype<TextFeature>(
      model.textFeatures + usize(model.textFeatureCount++) * offsetof<TextFeature>(),
    );
    feature.slot = f;
    feature.digitizers = digitizers + usize(taken) * offsetof<Digitizer>();
    feature.digitizerCount = count;
    for (let i: u32 = 0; i < count; i++) {
      const digitizer = changetype<Digitizer>(feature.digitizers + usize(i) * offsetof<Digitizer>());
      const id = load<u32>(vectorItems(ids) + (usize(i) << 2));
      if (id >= vectorLength(dictionaryIds)) {
        fail(BAD_TEXT_PART, ids);
        return false;
      }
      digitizer.tokenizerId = vectorItems(tokenizerIds) + (usize(id) << 4);
      digitizer.dictionaryId = vectorItems(dictionaryIds) + (usize(id) << 4);
      if (!linkCalcers(digitizer, fieldVector(vectorTable(perDigitizer, taken++), 0, 4))) return false;
    }
  }
  if (taken !== digitizerCount) fail(BAD_TEXT_PART, perDigitizer);
  return !failed();
}

/** Every calcer stands behind one digitizer. */
function linkCalcers(digitizer: Digitizer, ids: usize): bool {
  if (failed()) return false;
  const count = vectorLength(ids);
  if (count > calcerCount) {
    fail(BAD_TEXT_PART, ids);
    return false;
  }
  digitizer.calcerCount = count;
  digitizer.calcers = allocateBytes(u64(count) << 2);
  if (digitizer.calcers === 0) return false;
  for (let i: u32 = 0; i < count; i++) {
    const id = load<u32>(vectorItems(ids) + (usize(i) << 2));
    const entry = calcers + usize(id) * CALCER_ENTRY;
    if (id >= calcerCount || load<u32>(entry, 4) !== 0) {
      fail(BAD_TEXT_PART, ids);
      return false;
    }
    store<u32>(entry, u32(changetype<usize>(digitizer)), 4);
    store<u32>(digitizer.calcers + (usize(i) << 2), u32(entry));
  }
  return true;
}

function digitizerAt(index: u32): Digitizer {
  return changetype<Digitizer>(digitizers + usize(index) * offsetof<Digitizer>());
}

/** Gives a tokenizer to the digitizers that name its id. */
export function noteTokenizer(id: usize, tokenizer: Tokenizer): void {
  for (let i: u32 = 0; i < digitizerCount; i++) {
    const digitizer = digitizerAt(i);
    if (memory.compare(digitizer.tokenizerId, id, 16) === 0) digitizer.tokenizer = tokenizer;
  }
}

/** Gives a dictionary to the digitizers that name its id. */
export function noteDictionary(id: usize, dictionary: Dictionary): void {
  for (let i: u32 = 0; i < digitizerCount; i++) {
    const digitizer = digitizerAt(i);
    if (memory.compare(digitizer.dictionaryId, id, 16) === 0) digitizer.dictionary = dictionary;
  }
}

/** The entry of a calcer that is not read yet; 0 where the header has none with that id. */
export function calcerEntry(id: usize): usize {
  for (let c: u32 = 0; c < calcerCount; c++) {
    const entry = calcers + usize(c) * CALCER_ENTRY;
    if (load<u32>(entry, 8) === 0 && memory.compare(load<u32>(entry), id, 16) === 0) return entry;
  }
  return 0;
}

/** The digitizer in front of a calcer; null where the header links none. */
export function entryDigitizer(entry: usize): Digitizer {
  return changetype<Digitizer>(usize(load<u32>(entry, 4)));
}

export function setEntryCalcer(entry: usize, calcer: Calcer): void {
  store<u32>(entry, u32(changetype<usize>(calcer)), 8);
}

/** The calcer with an id; null where it is not read. */
export function calcerById(id: usize): Calcer {
  for (let c: u32 = 0; c < calcerCount; c++) {
    const entry = calcers + usize(c) * CALCER_ENTRY;
    if (memory.compare(load<u32>(entry), id, 16) === 0) return changetype<Calcer>(usize(load<u32>(entry, 8)));
  }
  return changetype<Calcer>(0);
}

/**
 * Replaces the entries in the digitizers by the calcers themselves, whose outputs are bound by now, gives BoW its
 * table, and brings digitizers of one tokenizer together. @returns false where a part is missing or unsound
 */
export function settleDigitizers(): bool {
  for (let i: u32 = 0; i < digitizerCount; i++) {
    const digitizer = digitizerAt(i);
    if (changetype<usize>(digitizer.tokenizer) === 0) return false;
    for (let k: u32 = 0; k < digitizer.calcerCount; k++) {
      const at = digitizer.calcers + (usize(k) << 2);
      const address = load<u32>(usize(load<u32>(at)), 8);
      if (address === 0) return false;
      store<u32>(at, address);
      const calcer = changetype<Calcer>(usize(address));
      if (calcer.type === CALCER_BOW && !bindBow(calcer)) return false;
    }
  }
  for (let f: u32 = 0; f < model.textFeatureCount; f++) {
    groupDigitizers(changetype<TextFeature>(model.textFeatures + usize(f) * offsetof<TextFeature>()));
  }
  return true;
}

/** Moves each digitizer up behind the last one with the same tokenizer, so that a text is split once for them all. */
function groupDigitizers(feature: TextFeature): void {
  let grouped: u32 = 1;
  for (let i: u32 = 0; i + 1 < feature.digitizerCount; i++) {
    grouped = max(grouped, i + 1);
    const tokenizer = changetype<Digitizer>(feature.digitizers + usize(i) * offsetof<Digitizer>()).tokenizer;
    for (let j = grouped; j < feature.digitizerCount; j++) {
      const other = feature.digitizers + usize(j) * offsetof<Digitizer>();
      if (changetype<Digitizer>(other).tokenizer !== tokenizer) continue;
      swap(other, feature.digitizers + usize(grouped++) * offsetof<Digitizer>(), offsetof<Digitizer>());
    }
  }
}

/** Swaps two records of whole u32. */
function swap(one: usize, other: usize, byteCount: usize): void {
  for (let i: usize = 0; i < byteCount; i += 4) {
    const word = load<u32>(one + i);
    store<u32>(one + i, load<u32>(other + i));
    store<u32>(other + i, word);
  }
}
