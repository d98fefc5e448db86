/** What a person can do about all leads of a list. */
export type ManyLeadsAction = 'retry' | 'release' | 'purge';

/** What the list of leads says of what is done to all that it shows. */
export interface ManyLeadsTexts {
  readonly actions: Readonly<Record<ManyLeadsAction, string>>;
  /** The question, where it is known how many they are. */
  readonly counted: Readonly<Record<ManyLeadsAction, (count: string) => string>>;
  /** The question, where the list has more than it shows yet. */
  readonly uncounted: Readonly<Record<ManyLeadsAction, string>>;
  /** What comes of it. */
  readonly outcomes: Readonly<Record<ManyLeadsAction, string>>;
  readonly later: string;
  readonly done: Readonly<Record<ManyLeadsAction, (count: string) => string>>;
}
