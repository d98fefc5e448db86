import { sql } from 'kysely';
import { type LeadState, personStates } from '../../contract/lead-states.ts';
import { personUseStates } from '../../contract/redemption-states.ts';
import type { Store } from '../../store/store.ts';

/** How much waits for a person. */
export interface ForAPerson {
  readonly dead: number;
  readonly held: number;
  readonly quarantined: number;
  /** Uses of promo codes that are in doubt or held. */
  readonly uses: number;
}

/** Counted in the indices of the states, and nothing else is: a million leads are no work. */
export async function countForAPerson(store: Store): Promise<ForAPerson> {
  const leads = await store
    .selectFrom('leads')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('state', 'in', personStates)
    .groupBy('state')
    .execute();
  const { uses } = await store
    .selectFrom('redemptions')
    .select(({ fn }) => fn.countAll<number>().as('uses'))
    // As the index has it: SQLite does not look into parameters for that.
    .where(
      'state',
      'in',
      personUseStates.map((state) => sql.lit(state)),
    )
    .executeTakeFirstOrThrow();
  const countOf = (state: LeadState): number =>
    leads.find((row) => row.state === state)?.count ?? 0;
  return {
    dead: countOf('dead'),
    held: countOf('held'),
    quarantined: countOf('quarantined'),
    uses,
  };
}
