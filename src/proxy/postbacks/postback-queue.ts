import { type Selectable, sql } from 'kysely';
import { hourMs } from '../../contract/durations.ts';
import type { PostbackState } from '../../contract/lead-states.ts';
import { writeTogether } from '../../store/commits/group-commit.ts';
import type { PostbackTable } from '../../store/postback-table.ts';
import type { Store } from '../../store/store.ts';
import { leaseMs } from '../outbox/lease.ts';

export type PostbackRow = Selectable<PostbackTable>;

const claimedColumns = [
  'lead_ref',
  'state',
  'created_at',
  'tried_since',
  'attempts',
  'fence',
  'due_at',
] as const;
export type ClaimedPostback = Pick<PostbackRow, (typeof claimedColumns)[number]>;

/** How a claim ended. */
export type PostbackEnd = Pick<PostbackRow, 'due_at' | 'outcome' | 'detail' | 'attempts'>;

/** A longer wait than any of ours: the clock was ahead, and has been set back since. */
const waitMsMax = 3 * hourMs;

/**
 * Claims the postback that is due longest, of the states that are reported: others wait for a
 * server that reports them. Until its lease is over no other worker gets it; after that, if its
 * process died, the first one that asks. A tracker that got it before knows its ref.
 *
 * Of two workers at once on PostgreSQL the second skips a row that the first has locked.
 */
export function claimPostback(
  store: Store,
  states: readonly PostbackState[],
  now: number,
): Promise<ClaimedPostback | undefined> {
  return writeTogether(store, (within) => {
    const first = within
      .selectFrom('postbacks')
      .select(['lead_ref', 'state'])
      .where('due_at', '<=', now)
      .where('state', 'in', states)
      .orderBy('due_at')
      .limit(1)
      .forUpdate()
      .skipLocked();
    return within
      .updateTable('postbacks')
      .set((row) => ({
        attempts: row('attempts', '+', 1),
        fence: row('fence', '+', 1),
        due_at: now + leaseMs,
        updated_at: now,
      }))
      .where(sql<boolean>`(lead_ref, state) = ${first}`)
      .returning(claimedColumns)
      .executeTakeFirst();
  });
}

/** Records how a claim ended. Resolves to false if it was overtaken, or the lead is gone. */
export async function settlePostback(
  store: Store,
  { lead_ref, state, fence }: ClaimedPostback,
  end: PostbackEnd,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await store
    .updateTable('postbacks')
    .set({ ...end, updated_at: now })
    .where('lead_ref', '=', lead_ref)
    .where('state', '=', state)
    .where('fence', '=', fence)
    .where('due_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Deletes the row of a claim: its lead is gone, and it would be claimed again for ever. */
export async function removePostback(
  store: Store,
  { lead_ref, state, fence }: ClaimedPostback,
): Promise<void> {
  await store
    .deleteFrom('postbacks')
    .where('lead_ref', '=', lead_ref)
    .where('state', '=', state)
    .where('fence', '=', fence)
    .execute();
}

interface Peek {
  readonly states: readonly PostbackState[];
  readonly now: number;
  readonly countMax: number;
}

/**
 * How many are due, up to `countMax`, and when the next is (ms since 1970; undefined if none
 * waits). It only reads, except if a clock that was ahead has put some off: to claim what is not
 * there would take SQLite's write lock each time.
 */
export async function peekPostbacks(
  store: Store,
  { states, now, countMax }: Peek,
): Promise<{ readonly due: number; readonly next: number | undefined }> {
  const waiting = store
    .selectFrom('postbacks')
    .where('due_at', 'is not', null)
    .where('state', 'in', states)
    .orderBy('due_at');
  const due = await waiting.select('due_at').where('due_at', '<=', now).limit(countMax).execute();
  const first = await waiting.select('due_at').limit(1).executeTakeFirst();
  const last = await store
    .selectFrom('postbacks')
    .select(({ fn }) => fn.max('due_at').as('due_at'))
    .where('due_at', 'is not', null)
    .executeTakeFirst();
  if ((last?.due_at ?? 0) > now + waitMsMax) {
    await store
      .updateTable('postbacks')
      .set({ due_at: now })
      .where('due_at', '>', now + waitMsMax)
      .execute();
    return { due: countMax, next: now };
  }
  return { due: due.length, next: first?.due_at ?? undefined };
}
