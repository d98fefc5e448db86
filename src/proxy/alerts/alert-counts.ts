import { sql } from 'kysely';
import { unsentStates } from '../../contract/lead-states.ts';
import type { Store } from '../../store/store.ts';
import { type AttentionCounts, countNeedsAttention } from '../leads/needs-attention.ts';
import type { PostbackStatuses } from '../postbacks/add-postback.ts';
import { countGivenUp, countLate } from '../postbacks/given-up.ts';

/** By then the schedule has tried a lead six times, over a quarter of an hour. */
const lateAfterMs = 30 * 60_000;

/** What an owner is alerted to. */
export interface AlertCounts extends AttentionCounts {
  /** Leads that could not be sent for half an hour, and are still tried. */
  readonly late: number;
  /** Postbacks that were given up. */
  readonly postbacks: number;
  /** Postbacks that could not be sent for hours, and are still tried. */
  readonly latePostbacks: number;
}

/** Counts what waits now in the store of all servers; postbacks only if there is a tracker. */
export async function readAlertCounts(
  store: Store,
  statuses: PostbackStatuses | undefined,
  now: number,
): Promise<AlertCounts> {
  const { late } = await store
    .selectFrom('leads')
    .select(({ fn }) => fn.countAll<number>().as('late'))
    .where('state', 'in', unsentStates)
    // From when a person sent it on, if one did: a lead out of quarantine may be a week old.
    .where(({ fn }) => fn.coalesce('tried_since', 'received_at'), '<=', now - lateAfterMs)
    .executeTakeFirstOrThrow();
  const ofTracker = {
    postbacks: statuses ? await countGivenUp(store) : 0,
    latePostbacks: statuses ? await countLate(store, statuses, now) : 0,
  };
  return { ...(await countNeedsAttention(store)), late, ...ofTracker };
}

/** Why leads wait: what the upstream answered to the last one of this kind. */
export async function readReason(store: Store, of: 'held' | 'late'): Promise<string | undefined> {
  const row = await store
    .selectFrom('leads')
    .select('detail')
    .where('state', 'in', of === 'held' ? ['held'] : unsentStates)
    .where('detail', 'is not', null)
    .orderBy('updated_at', 'desc')
    .orderBy(sql.ref('ref'))
    .limit(1)
    .executeTakeFirst();
  return row?.detail ?? undefined;
}
