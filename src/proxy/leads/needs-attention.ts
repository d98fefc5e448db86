import { type RawBuilder, sql } from 'kysely';
import { attentionStates, type LeadState } from '../../contract/lead-states.ts';
import { attentionUseStates } from '../../contract/redemption-states.ts';
import type { Store } from '../../store/store.ts';

/** How much needs a person's attention. */
export interface AttentionCounts {
  readonly dead: number;
  readonly held: number;
  readonly quarantined: number;
  /** Uses of promo codes that are in doubt or held. */
  readonly uses: number;
}

/**
 * The condition for uses of promo codes that wait for a person. Literals, as in the partial index:
 * for parameters SQLite does not use it.
 */
export const waitsForPerson: RawBuilder<boolean> = sql<boolean>`state in (${sql.join(
  attentionUseStates.map((state) => sql.lit(state)),
)})`;

/** Counts in the indexes of the states alone, so that a million leads cost nothing. */
export async function countNeedsAttention(store: Store): Promise<AttentionCounts> {
  const leads = await store
    .selectFrom('leads')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('state', 'in', attentionStates)
    .groupBy('state')
    .execute();
  const { uses } = await store
    .selectFrom('redemptions')
    .select(({ fn }) => fn.countAll<number>().as('uses'))
    .where(waitsForPerson)
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
