import { sql } from 'kysely';
import { unsentStates } from '../../contract/lead-states.ts';
import type { Store } from '../../store/store.ts';
import { countForAPerson, type ForAPerson } from '../leads/for-a-person.ts';
import type { PostbackStatuses } from '../postbacks/add-postback.ts';
import { countGivenUp, countLate } from '../postbacks/given-up.ts';

/** The schedule has tried a lead six times by then, over a quarter of an hour. */
const lateAfterMs = 30 * 60_000;

/** What an owner wants to hear of. */
export interface WhatWaits extends ForAPerson {
  /** Leads that could not be sent for half an hour, and are still tried. */
  readonly late: number;
  /** Of which a tracker could not be told. */
  readonly postbacks: number;
  /** Of which it could not be told for hours, and is still tried. */
  readonly latePostbacks: number;
}

/** What waits now, on the store of all servers; of postbacks where there is a tracker. */
export async function readWhatWaits(
  store: Store,
  statuses: PostbackStatuses | undefined,
  now: number,
): Promise<WhatWaits> {
  const { late } = await store
    .selectFrom('leads')
    .select(({ fn }) => fn.countAll<number>().as('late'))
    .where('state', 'in', unsentStates)
    // Since a person sent it on where one did: a lead out of quarantine may be of last week.
    .where(({ fn }) => fn.coalesce('tried_since', 'received_at'), '<=', now - lateAfterMs)
    .executeTakeFirstOrThrow();
  const ofTracker = {
    postbacks: statuses ? await countGivenUp(store) : 0,
    latePostbacks: statuses ? await countLate(store, statuses, now) : 0,
  };
  return { ...(await countForAPerson(store)), late, ...ofTracker };
}

/** Why a lead waits: what the upstream said to the last one of this kind. */
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
