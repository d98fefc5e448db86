import { sql } from 'kysely';
import type { Store } from '../../store/store.ts';

/** As the partial index says it: a parameter would keep the database from using that. */
const isGivenUp = sql<boolean>`outcome = 'given_up'`;

/** How many postbacks were given up, and wait for a person. */
export async function countGivenUp(store: Store): Promise<number> {
  const { count } = await store
    .selectFrom('postbacks')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where(isGivenUp)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Sends all that were given up once more, with a schedule that begins anew; answers how many. */
export async function retryGivenUp(store: Store, now: number): Promise<number> {
  const { numUpdatedRows } = await store
    .updateTable('postbacks')
    .set({ outcome: null, attempts: 0, due_at: now, updated_at: now })
    .where(isGivenUp)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
