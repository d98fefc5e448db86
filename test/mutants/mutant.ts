/** A literal replacement in a source file. If its text is not there exactly once, it is stale. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A fault that somebody might put into the code, and the tests that must notice it. */
export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Test files, of which one must fail. */
  readonly tests: readonly string[];
  /** Set if only that database shows the fault. */
  readonly database?: 'postgres';
  /** How many seeds to simulate; one must fail too. */
  readonly seeds?: number;
}

/** Returns the source with the fault. @throws {RangeError} If the text is not there just once. */
export function mutate(source: string, { file, from, to }: Edit): string {
  const parts = source.split(from);
  if (parts.length !== 2) {
    throw new RangeError(`Cannot mutate ${file}: ${parts.length - 1} places have ${from}`);
  }
  return parts.join(to);
}
