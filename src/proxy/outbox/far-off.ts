import { sql } from 'kysely';
import { personUseStates } from '../../contract/redemption-states.ts';
import type { Store } from '../../store/store.ts';

/** The clock was ahead where a wait is longer: the longest that we ever write is a day. */
const waitMsMax = 48 * 60 * 60_000;

/** What was written later than that was written by a clock that was ahead, as of another server. */
const aheadMs = 60_000;

/**
 * Makes due what would wait for a clock to be where it once was: hours, days or years. Where that
 * is known it waits as long as was meant.
 */
export async function pullForward(store: Store, now: number): Promise<number> {
  let pulled = 0;
  for (const table of ['leads', 'redemptions'] as const) {
    // By the end of an index; the update alone would go through a table that has no statistics.
    const { last } = await store
      .selectFrom(table)
      .select(({ fn }) => fn.max('due_at').as('last'))
      .where('due_at', 'is not', null)
      .executeTakeFirstOrThrow();
    if (last === null || last <= now) continue;
    const { numUpdatedRows: farOff } = await store
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
    pulled += Number(farOff + ahead);
  }
  return pulled;
}

/**
 * Uses of promo codes that were sent by a clock that was ahead: what an upstream says is left lacks
 * them already, and they would be taken off it once more for as long as the clock was ahead.
 */
export async function redateUses(store: Store, now: number): Promise<number> {
  // As the two indexes have it: SQLite does not look into parameters for that.
  const isRedeemed = sql<boolean>`state = 'redeemed'`;
  const unsettled = sql.join(personUseStates.map((state) => sql.lit(state)));
  const isUnsettled = sql<boolean>`state in (${unsettled})`;
  let redated = 0;
  for (const isSent of [isRedeemed, isUnsettled]) {
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
