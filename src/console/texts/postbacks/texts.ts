import type { OwnerPostbackStatus } from '../../../contract/owner/postbacks.ts';

/** What the page of a lead says of the affiliate's tracker. */
export interface PostbackTexts {
  readonly heading: string;
  readonly told: string;
  readonly statuses: Readonly<Record<OwnerPostbackStatus, string>>;
  readonly when: string;
  readonly attempts: string;
  readonly why: string;
  /** Of the overview: how many were given up, and what can be done about them. */
  readonly givenUp: string;
  readonly retry: string;
  readonly retried: string;
  readonly dismiss: string;
  readonly dismissed: string;
  readonly dismissTitle: string;
  readonly dismissText: string;
}
