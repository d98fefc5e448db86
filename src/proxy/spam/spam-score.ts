/** What tells against a lead. */
export type SpamReason =
  /** The field that no person sees was filled in: by a bot, or by a browser's autofill. */
  | 'trap'
  /** It was filled in faster than a person types. */
  | 'hurry'
  /** A name has a link in it. */
  | 'link'
  /** Many leads came with this text and other phones. */
  | 'copies'
  /** Too many leads come from everywhere, and the work that is asked for then was not done. */
  | 'rush'
  /** Too many leads came from this address or its network. */
  | 'flood';

/** How much a lead looks like spam. */
export interface SpamScore {
  readonly score: number;
  readonly reasons: readonly SpamReason[];
  readonly isQuarantined: boolean;
}
