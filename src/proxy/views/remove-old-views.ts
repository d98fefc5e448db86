import { dayMs } from '../../contract/durations.ts';
import type { Store } from '../../store/store.ts';

/** Longer than anything looks back. */
const keptDays = 90;

/** Removes the oldest hour where it is older than it may get; answers whether there was one. */
export async function removeOldViews(store: Store, now: number): Promise<boolean> {
  const { numDeletedRows } = await store
    .deleteFrom('form_views')
    .where('hour', '=', (query) =>
      query
        .selectFrom('form_views')
        .select('hour')
        .where('hour', '<', now - keptDays * dayMs)
        .orderBy('hour')
        .limit(1),
    )
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
