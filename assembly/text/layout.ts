import { CalcerOutputs } from "../layout";

/**
 * The text features as they are laid out for scoring.
 *
 *     text ─ tokenizer ─► tokens ─ dictionary ─► token ids ─ calcer ─► estimated features' buckets
 */

/** Marks a token that no calcer output looks at. */
export const NO_BUCKET: u32 = u32.MAX_VALUE;

/** Most digitizers of a model, and most calcers. */
export const MAX_NODES: u32 = 4096;

export const BY_SENSE: u32 = 1;

/** Sub-tokens policy: the parts of a compound word are tokens of their own. */
export const SEVERAL_TOKENS: u32 = 1;

export const NUMBERS_LEAVE_AS_IS: u32 = 1;
export const NUMBERS_REPLACE: u32 = 2;

export const LEVEL_LETTER: u32 = 1;

export const CALCER_BOW: u32 = 0;
export const CALCER_NAIVE_BAYES: u32 = 1;
export const CALCER_BM25: u32 = 2;

/** How many unseen tokens of a text the naive Bayes tables have a logarithm for. */
export const NAIVE_BAYES_UNSEEN: u32 = 32;

/** Options of a tokenizer; those with the same ones share it. */
@unmanaged
export class Tokenizer {
  /** 0: the text is split at delimiters. 1: by sense, with the types and policy below. */
  separatorType: u32;
  /** 1: tokens are brought to lower case. */
  lowercasing: u32;
  /** What happens to tokens of digits: 0 they are dropped, 1 nothing, 2 `numberToken` takes their place. */
  numberPolicy: u32;
  numberToken: usize;
  numberTokenBytes: u32;
  delimiter: usize;
  delimiterBytes: u32;
  /** Address of 256 u8: 1 for each byte that splits; 0 where a string of none or several bytes does. */
  delimiters: usize;
  /** 1: every byte of `delimiter` splits. */
  splitBySet: u32;
  /** 1: tokens without bytes are dropped. */
  skipEmpty: u32;
  /** Bit t: tokens of CatBoost's type t are kept. Splitting at delimiters knows no types. */
  tokenTypes: u32;
  subTokensPolicy: u32;
}

/** A stored hash table of 16-byte buckets: u64 hash, u32 id, padding. */
@unmanaged
export class HashTable {
  seed: u64;
  buckets: usize;
  mask: u32;
}

/** Token → id, or gram of tokens or of letters → id. */
@unmanaged
export class Dictionary {
  /** 0: grams of tokens. 1: grams of a token's letters. */
  level: u32;
  gramOrder: u32;
  skipStep: u32;
  /** 1: the last letters of a token and a blank are a gram. */
  endOfWord: u32;
  /** 1: the end of a text counts as a token. */
  endOfSentence: u32;
  /** Id of the end of a text: as the file has it, and as it is scored with. */
  endOfSentenceStored: u32;
  endOfSentenceId: u32;
  /** Token → id; for grams of tokens, token → internal id. */
  words: HashTable;
  /** Internal ids of a gram → id; null where there are no grams of tokens. */
  grams: HashTable;
  /** All ids that the dictionary gives are below. */
  idLimit: u32;
}

/** Turns token ids into estimated features. */
@unmanaged
export class Calcer extends CalcerOutputs {
  dictionary: Dictionary;
  /** BoW: address of idLimit u32, the bucket of each token id or NO_BUCKET. */
  buckets: usize;

  classCount: u32;
  /** Address of Frequency: those of each token id, by class. */
  frequencies: usize;
  /** Address of idLimit + 1 u32: number of the first Frequency of each token id. */
  firstFrequencies: usize;
  /** NaiveBayes: address of classCount NaiveBayesClass. */
  classes: usize;
  tokenPrior: f64;
  /** NaiveBayes: ln(TokenPrior). */
  logUnseen: f64;
}

/** How often a class has seen a token. */
@unmanaged
export class Frequency {
  classIndex: u32;
  count: u32;
  /** What the token adds to the class; taken once, at load. */
  value: f64;
}

/** One class of a naive Bayes calcer. */
@unmanaged
export class NaiveBayesClass {
  /** ln(ClassDocs + ClassPrior). */
  logPrior: f64;
  /** ClassTotalTokens + TokenPrior × (NumSeenTokens + 1). */
  total: f64;
  /** Address of NAIVE_BAYES_UNSEEN f64: ln(total + n × TokenPrior). */
  logTotals: usize;
}

/** A tokenizer, a dictionary over its tokens, and the calcers behind it. */
@unmanaged
export class Digitizer {
  /** Addresses of the 16-byte ids. */
  tokenizerId: usize;
  dictionaryId: usize;
  tokenizer: Tokenizer;
  dictionary: Dictionary;
  /** Address of calcerCount u32: addresses of Calcer. */
  calcers: usize;
  calcerCount: u32;
}

@unmanaged
export class TextFeature {
  slot: u32;
  /** Address of digitizerCount Digitizer; those of one tokenizer are neighbours. */
  digitizers: usize;
  digitizerCount: u32;
}
