import type { Feature } from "./features.ts";
import type { EngineModule } from "./wasm.ts";

const CALCER_TYPES = ["BoW", "NaiveBayes", "BM25", "LDA", "KNN"] as const;
const SEPARATOR_TYPES = ["ByDelimiter", "BySense"] as const;
const NUMBER_POLICIES = ["Skip", "LeaveAsIs", "Replace"] as const;
const TOKEN_LEVELS = ["Word", "Letter"] as const;

export type CalcerType = (typeof CALCER_TYPES)[number];

/** Words of a calcer's description, and the module's number of the kind of features that texts are. */
const WORDS = 13;
const TEXT = 2;

/** How a text becomes tokens. */
export interface Tokenizer {
  readonly separatorType: (typeof SEPARATOR_TYPES)[number];
  /** Of ByDelimiter. */
  readonly delimiter: string;
  readonly lowercasing: boolean;
  /** What becomes of tokens that are numbers. */
  readonly numberPolicy: (typeof NUMBER_POLICIES)[number];
}

/** How tokens become ids: grams of gramOrder words or letters, skipStep of them left out between two. */
export interface Dictionary {
  readonly tokenLevel: (typeof TOKEN_LEVELS)[number];
  readonly gramOrder: number;
  readonly skipStep: number;
  /** Entries. */
  readonly size: number;
}

/** What makes numbers of a text or an embedding, which trees use like floats. */
export interface Calcer {
  readonly type: CalcerType;
  /** Name of the text or embedding feature. */
  readonly feature: string;
  /** Numbers that it makes. */
  readonly outputCount: number;
  /** Of a text. */
  readonly tokenizer?: Tokenizer;
  /** Of a text. */
  readonly dictionary?: Dictionary;
}

/** The calcers of a loaded model, in its order. */
export function readCalcers(module: EngineModule, features: readonly Feature[]): Calcer[] {
  return Array.from({ length: module.exports.calcerCount() }, (_, i) => readCalcer(module, i, features));
}

function readCalcer(module: EngineModule, i: number, features: readonly Feature[]): Calcer {
  const [source = 0, slot = 0, type = 0, outputCount = 0, ...text] = module.words(
    module.exports.describeCalcer(i),
    WORDS,
  );
  const kind = source === TEXT ? "text" : "embedding";
  const calcer = {
    type: CALCER_TYPES[type] ?? "BoW",
    feature: features.find((feature) => feature.kind === kind && feature.slot === slot)?.name ?? "",
    outputCount,
  };
  return kind === "text" ? { ...calcer, ...readTextProcessing(module, text) } : calcer;
}

function readTextProcessing(
  module: EngineModule,
  words: readonly number[],
): { tokenizer: Tokenizer; dictionary: Dictionary } {
  const [separatorType = 0, lowercasing = 0, numberPolicy = 0, delimiter = 0, delimiterBytes = 0] = words;
  const [tokenLevel = 0, gramOrder = 0, skipStep = 0, size = 0] = words.slice(5);
  return {
    tokenizer: {
      separatorType: SEPARATOR_TYPES[separatorType] ?? "ByDelimiter",
      delimiter: module.text(delimiter, delimiterBytes),
      lowercasing: lowercasing === 1,
      numberPolicy: NUMBER_POLICIES[numberPolicy] ?? "LeaveAsIs",
    },
    dictionary: { tokenLevel: TOKEN_LEVELS[tokenLevel] ?? "Word", gramOrder, skipStep, size },
  };
}
