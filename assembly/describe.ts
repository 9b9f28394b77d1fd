import { EmbeddingCalcer, EmbeddingFeature } from "./embedding/layout";
import { BinTest, CtrFeature, KIND_EMBEDDING, KIND_TEXT, model } from "./layout";
import { Calcer, Digitizer, TextFeature } from "./text/layout";

/** What a model's CTRs and calcers are, for who wants to show it: words of 32 bits at one address, until the next call. */
const words = memory.data(64, 16);

function setWord(index: usize, value: u32): void {
  store<u32>(words + (index << 2), value);
}

function setNumber(index: usize, value: f32): void {
  store<f32>(words + (index << 2), value);
}

/**
 *     0 type | 1 target border | 2 f32 prior numerator | 3 f32 prior denominator | 4 f32 shift | 5 f32 scale
 *     6 borders | 7 address of category slots | 8 categories | 9 float splits | 10 one-hot splits | 11 table bytes
 */
export function describeCtrAt(index: u32): usize {
  const ctr = changetype<CtrFeature>(model.ctrs + usize(index) * offsetof<CtrFeature>());
  const key = ctr.key;
  let oneHotCount: u32 = 0;
  for (let i: u32 = 0; i < key.testCount; i++) {
    oneHotCount += changetype<BinTest>(key.tests + usize(i) * offsetof<BinTest>()).equality;
  }
  setWord(0, key.type);
  setWord(1, ctr.targetBorder);
  setNumber(2, ctr.priorNumerator);
  setNumber(3, ctr.priorDenominator);
  setNumber(4, ctr.shift);
  setNumber(5, ctr.scale);
  setWord(6, ctr.borderCount);
  setWord(7, u32(key.categories));
  setWord(8, key.categoryCount);
  setWord(9, key.testCount - oneHotCount);
  setWord(10, oneHotCount);
  setWord(11, ctr.table.byteCount);
  return words;
}

/** Calcers of all texts, then of all embeddings. */
export function calcerTotal(): u32 {
  let total: u32 = 0;
  for (let f: u32 = 0; f < model.textFeatureCount; f++) {
    const text = textAt(f);
    for (let d: u32 = 0; d < text.digitizerCount; d++) total += digitizerAt(text, d).calcerCount;
  }
  for (let f: u32 = 0; f < model.embeddingFeatureCount; f++) total += embeddingAt(f).calcerCount;
  return total;
}

/**
 *     0 kind of the source | 1 its slot | 2 type (0 BoW, 1 NaiveBayes, 2 BM25, 3 LDA, 4 KNN) | 3 outputs
 *     of texts:  4 separator type | 5 lowercasing | 6 number policy | 7 address of the delimiter | 8 its bytes
 *                9 token level | 10 gram order | 11 skip step | 12 tokens of the dictionary
 */
export function describeCalcerAt(index: u32): usize {
  memory.fill(words, 0, 64);
  let rest = index;
  for (let f: u32 = 0; f < model.textFeatureCount; f++) {
    const text = textAt(f);
    for (let d: u32 = 0; d < text.digitizerCount; d++) {
      const digitizer = digitizerAt(text, d);
      if (rest < digitizer.calcerCount) {
        describeTextCalcer(text, digitizer, rest);
        return words;
      }
      rest -= digitizer.calcerCount;
    }
  }
  for (let f: u32 = 0; f < model.embeddingFeatureCount; f++) {
    const embedding = embeddingAt(f);
    if (rest < embedding.calcerCount) {
      const position = load<u32>(embedding.calcers + (usize(rest) << 2));
      const calcer = changetype<EmbeddingCalcer>(
        model.embeddingCalcers + usize(position) * offsetof<EmbeddingCalcer>(),
      );
      describeSource(KIND_EMBEDDING, embedding.slot, calcer.type, calcer.outputCount);
      return words;
    }
    rest -= embedding.calcerCount;
  }
  return words;
}

function describeSource(kind: u32, slot: u32, type: u32, outputCount: u32): void {
  setWord(0, kind);
  setWord(1, slot);
  setWord(2, type);
  setWord(3, outputCount);
}

function describeTextCalcer(text: TextFeature, digitizer: Digitizer, position: u32): void {
  const calcer = changetype<Calcer>(usize(load<u32>(digitizer.calcers + (usize(position) << 2))));
  const tokenizer = digitizer.tokenizer;
  const dictionary = digitizer.dictionary;
  describeSource(KIND_TEXT, text.slot, calcer.type, calcer.outputCount);
  setWord(4, tokenizer.separatorType);
  setWord(5, tokenizer.lowercasing);
  setWord(6, tokenizer.numberPolicy);
  setWord(7, u32(tokenizer.delimiter));
  setWord(8, tokenizer.delimiterBytes);
  setWord(9, dictionary.level);
  setWord(10, dictionary.gramOrder);
  setWord(11, dictionary.skipStep);
  setWord(12, dictionary.idLimit);
}

function textAt(index: u32): TextFeature {
  return changetype<TextFeature>(model.textFeatures + usize(index) * offsetof<TextFeature>());
}

function digitizerAt(text: TextFeature, index: u32): Digitizer {
  return changetype<Digitizer>(text.digitizers + usize(index) * offsetof<Digitizer>());
}

function embeddingAt(index: u32): EmbeddingFeature {
  return changetype<EmbeddingFeature>(model.embeddingFeatures + usize(index) * offsetof<EmbeddingFeature>());
}
