import { sql } from 'kysely';
import { dayMs } from '../../contract/durations.ts';
import type { Store } from '../../store/store.ts';
import { waitsForPerson } from '../leads/needs-attention.ts';

/** A longer wait means that the clock was ahead: the longest that we ever write is a day. */
const waitMsMax = 2 * dayMs;

/** A row written further in the future is of a clock that was ahead, such as another server's. */
const aheadMs = 60_000;

/**
 * Reschedules rows that would wait until the clock is where it once was: hours, days or years. If
 * the wait that was meant is known, a row waits that long, otherwise it is due now.
 */
export async function rescheduleFutureRows(store: Store, now: number): Promise<number> {
  let rescheduled = 0;
  for (const table of ['leads', 'redemptions'] as const) {
    // From the end of an index: the update alone would scan a table that has no statistics.
    const { last } = await store
      .selectFrom(table)
      .select(({ fn }) => fn.max('due_at').as('last'))
      .where('due_at', 'is not', null)
      .executeTakeFirstOrThrow();
    if (last === null || last <= now) continue;
    const { numUpdatedRows: tooLong } = await store
      .updateTable(table)
      .set({ due_at: now })
      .where('due_at', '>', now + waitMsMax)
      .executeTakeFirstOrThrow();
    const { numUpdatedRows: ahead } = await store
      .updateTable(table)
      .set(({ eb }) => ({ due_at: eb(eb.val(now), '+', eb('due_at', '-', eb.ref('updated_at'))) }))
      .set({ updated_at: now })
      .where('due_at', '>', now)
      .where('updated_at', '>', now + aheadMs)
      .executeTakeFirstOrThrow();
    rescheduled += Number(tooLong + ahead);
  }
  return rescheduled;
}

/**
 * Redates uses of promo codes that were sent while the clock was ahead. The number of uses that an
 * upstream has left lacks them already; with their date they would be subtracted once more, for as
 * long as the clock was ahead.
 */
export async function redateFutureUses(store: Store, now: number): Promise<number> {
  // A literal, as in the index: for a parameter SQLite does not use it.
  const isRedeemed = sql<boolean>`state = 'redeemed'`;
  let redated = 0;
  for (const isSent of [isRedeemed, waitsForPerson]) {
    const { numUpdatedRows } = await store
      .updateTable('redemptions')
      .set({ updated_at: now })
      .where(isSent)
      .where('updated_at', '>', now + aheadMs)
      .executeTakeFirstOrThrow();
    redated += Number(numUpdatedRows);
  }
  return redated;
}
