import type { Generated } from 'kysely';
import type { PostbackState } from '../contract/lead-states.ts';

/** A final state of a lead, to be reported to a tracker. */
export interface PostbackTable {
  lead_ref: string;
  state: PostbackState;
  /** When the lead reached the state. */
  created_at: number;
  /** Attempts that were begun, since a person last asked for more. */
  attempts: Generated<number>;
  /** When it is sent next; while it is sent, when its lease ends. Null once it is finished. */
  due_at: number | null;
  /** Grows with every claim; a result with a smaller number is ignored. */
  fence: Generated<number>;
  /** Null until it is finished; `skipped` if there was nothing to report. */
  outcome: 'sent' | 'given_up' | 'skipped' | null;
  /** Why it was not sent, in our words. */
  detail: string | null;
  updated_at: number;
  /** Since when it is tried, if a person asked for more; otherwise since `created_at`. */
  tried_since: number | null;
}
