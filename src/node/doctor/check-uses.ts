import { sql } from 'kysely';
import type { Store } from '../../store/index.ts';
import { type Check, ok, warning } from './check.ts';

/** Uses of promo codes that a person has to see to: a few rows of an index. */
export async function checkUses(store: Store): Promise<Check> {
  const { count } = await store
    .selectFrom('redemptions')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    // As the index has it: SQLite does not look into parameters for that.
    .where('state', 'in', [sql.lit('unconfirmed' as const), sql.lit('held' as const)])
    .executeTakeFirstOrThrow();
  if (Number(count) === 0) return ok('code uses', 'none waits for you');
  const advice = 'See: promo-lead codes unconfirmed, or /console/#/codes';
  return warning('code uses', `${count} in doubt or held`, advice);
}
