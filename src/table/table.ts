/** Where the reading of an input stops, and why. */
export interface Failure {
  /** From 1, counted from the beginning of the block. */
  readonly line: number;
  readonly message: string;
}

/** Rows read from a block, up to the first that cannot be read. */
export interface Table<R> {
  readonly rows: R[];
  /** The line on which each row begins, from 1, counted from the beginning of the block; those of unread rows may follow. */
  readonly lines: number[];
  readonly failure?: Failure;
}
