import type { OwnerAction, OwnerActionKind } from '../../../contract/owner/actions.ts';
import type { OwnerAuditEntry } from '../../../contract/owner/session.ts';

/** What the page of the history says. */
export interface HistoryTexts {
  readonly heading: string;
  readonly hint: string;
  /** Which entries are shown. */
  readonly kind: string;
  readonly kinds: Readonly<Record<OwnerActionKind | 'all', string>>;
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly subject: string;
  readonly outcomes: Readonly<Record<NonNullable<OwnerAuditEntry['outcome']>, string>>;
  readonly actions: Readonly<Record<OwnerAction, string>>;
  readonly empty: string;
  readonly emptyKind: string;
}
