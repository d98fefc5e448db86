import type { Store } from '../../store/store.ts';

/**
 * A lease that lasts longer was written by a clock that was ahead and has been set back since. Far
 * more than a lease is, because the clocks of two servers differ too.
 */
export const leaseMsMax: number = 60 * 60_000;
/** The same for the wait until a next attempt; the longest that we ever write is a day. */
const waitMsMax = 48 * 60 * 60_000;

/** Makes due at once what would wait for a clock to be where it once was: days, or years. */
export async function pullForward(store: Store, now: number): Promise<number> {
  const latest = now + waitMsMax;
  let pulled = 0;
  for (const table of ['leads', 'redemptions'] as const) {
    // By the end of an index; the update alone would go through a table that has no statistics.
    const { last } = await store
      .selectFrom(table)
      .select(({ fn }) => fn.max('due_at').as('last'))
      .where('due_at', 'is not', null)
      .executeTakeFirstOrThrow();
    if (last === null || last <= latest) continue;
    const { numUpdatedRows } = await store
      .updateTable(table)
      .set({ due_at: now })
      .where('due_at', '>', latest)
      .executeTakeFirstOrThrow();
    pulled += Number(numUpdatedRows);
  }
  return pulled;
}
