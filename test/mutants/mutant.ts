/** One exact replacement in a source file: its text is there once, or the mutant is out of date. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A fault that somebody might put into the code, and who has to notice. */
export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Test files, of which one has to turn red. */
  readonly tests: readonly string[];
  /** Where only the other database can tell. */
  readonly database?: 'postgres';
  /** Seeds of the simulation, of which one has to fail too. */
  readonly seeds?: number;
}

/** The source with the fault in it. @throws {RangeError} Where the text is not there just once. */
export function mutate(source: string, { file, from, to }: Edit): string {
  const parts = source.split(from);
  if (parts.length !== 2) {
    throw new RangeError(`Cannot mutate ${file}: ${parts.length - 1} places have ${from}`);
  }
  return parts.join(to);
}
