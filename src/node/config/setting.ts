/** A row of the configuration table in the README. */
export interface Setting {
  /** In the file; a dot goes one object deeper. */
  readonly key: string;
  readonly variable?: string;
  /** The flag of `serve`. */
  readonly flag?: string;
  readonly meaning: string;
  readonly default: string;
  /** Whoever reads it can act in the owner's name: its file is for one user alone. */
  readonly isSecret?: true;
}
