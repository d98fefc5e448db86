import type { SpamReason } from '../../../contract/owner/spam-reasons.ts';

/** What the page of a lead says of what may be spam. */
export interface SpamTexts {
  /** Of a lead that waits in quarantine. */
  readonly why: string;
  /** Of any other. */
  readonly check: string;
  readonly points: string;
  readonly signs: string;
  readonly hint: string;
  readonly reasons: Readonly<Record<SpamReason, string>>;
}
