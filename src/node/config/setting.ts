/** A row of the configuration table in the README. */
export interface Setting {
  /** In the file; a dot means one object deeper. */
  readonly key: string;
  readonly variable?: string;
  /** The flag of `serve`. */
  readonly flag?: string;
  readonly meaning: string;
  readonly default: string;
  /** A reader of it can act in the owner's name, so its file must be for one user alone. */
  readonly isSecret?: true;
}
