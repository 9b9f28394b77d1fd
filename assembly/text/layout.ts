/**
 * The text features as they are laid out for scoring.
 *
 *     text ─ tokens ─ dictionary ─► sorted token ids ─ calcer ─► estimated features' buckets
 */

/** Marks a token that no calcer output looks at. */
export const NO_BUCKET: u32 = u32.MAX_VALUE;

export const CALCER_BOW: u32 = 0;
export const CALCER_BM25: u32 = 2;

/** How many unseen tokens of a text the naive Bayes tables have a logarithm for. */
export const NAIVE_BAYES_UNSEEN: u32 = 32;

/** A stored hash table of 16-byte buckets: u64 hash, u32 id, padding. */
@unmanaged
export class HashTable {
  seed: u64;
  buckets: usize;
  mask: u32;
}

/** Word-level dictionary: token → id, or gram of tokens → id. */
@unmanaged
export class Dictionary {
  gramOrder: u32;
  skipStep: u32;
  /** 1: the end of a text counts as a token. */
  endOfSentence: u32;
  endOfSentenceId: u32;
  /** Token → id; for grams, token → internal id. */
  words: HashTable;
  /** Internal ids of a gram → id; null where gramOrder is 1. */
  grams: HashTable;
  /** All ids that the dictionary gives are below. */
  idLimit: u32;
}

/** Turns token ids into estimated features. */
@unmanaged
export class Calcer {
  type: u32;
  outputCount: u32;
  /** Address of outputCount u32: estimated feature of each output, or NO_BUCKET while unbound. */
  outputs: usize;
  /** BoW: address of idLimit u32, the bucket of each token id or NO_BUCKET. */
  buckets: usize;
  idLimit: u32;
  /** BoW: address of outputCount u32, active token ids. NaiveBayes: active outputs. */
  active: usize;

  classCount: u32;
  /** NaiveBayes: address of classCount NaiveBayesClass. */
  classes: usize;
  tokenPrior: f64;
}

/** One class of a naive Bayes calcer. Logarithms of each (class, token) are taken once, at load. */
@unmanaged
export class NaiveBayesClass {
  /** ln(ClassDocs + ClassPrior). */
  logPrior: f64;
  /** ClassTotalTokens + TokenPrior × (NumSeenTokens + 1). */
  total: f64;
  /** Address of idLimit f64: ln(TokenPrior + frequency). */
  logFrequencies: usize;
  /** Address of idLimit u8: 1 where the class has seen the token. */
  seen: usize;
  /** Address of NAIVE_BAYES_UNSEEN f64: ln(total + n × TokenPrior). */
  logTotals: usize;
}

/** A dictionary over the tokens of a text, and the calcers behind it. */
@unmanaged
export class Digitizer {
  /** Address of the dictionary's 16-byte id. */
  dictionaryId: usize;
  dictionary: Dictionary;
  /** Address of calcerCount u32: addresses of Calcer. */
  calcers: usize;
  calcerCount: u32;
}

@unmanaged
export class TextFeature {
  slot: u32;
  digitizers: usize;
  digitizerCount: u32;
}
