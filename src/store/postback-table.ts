import type { Generated } from 'kysely';
import type { PostbackState } from '../contract/lead-states.ts';

/** One end of a lead, for a tracker. */
export interface PostbackTable {
  lead_ref: string;
  state: PostbackState;
  /** When the lead came to it. */
  created_at: number;
  /** Attempts that were begun, since a person asked for more where one did. */
  attempts: Generated<number>;
  /** When it is sent next; while it is sent, when whoever does so is given up. Null at its end. */
  due_at: number | null;
  /** Grows with every claim; a result with a smaller number changes nothing. */
  fence: Generated<number>;
  /** Null while it is under way; `skipped` where there was nothing to tell. */
  outcome: 'sent' | 'given_up' | 'skipped' | null;
  /** Why it was not sent, in words of ours. */
  detail: string | null;
  updated_at: number;
  /** Since when it is tried, where a person asked for more; else since it came. */
  tried_since: number | null;
}
