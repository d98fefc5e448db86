import type { LeadState, Store } from '../../store/index.ts';
import { type Check, ok, warning } from './check.ts';

/** States of leads that a person has to see to. */
const waitingStates: readonly LeadState[] = ['dead', 'held', 'quarantined'];

/** Counted in the index of the states, and no others: a million leads are no work. */
export async function checkLeads(store: Store): Promise<readonly Check[]> {
  const waiting = await store
    .selectFrom('leads')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('state', 'in', waitingStates)
    .groupBy('state')
    .orderBy('state')
    .execute();
  if (waiting.length === 0) return [ok('leads', 'none waits for you')];
  return waiting.map(({ state, count }) => {
    const list = `promo-lead leads list --state ${state}`;
    const advice = `See: ${list}, or /console/#/leads?state=${state}`;
    return warning('leads', `${count} ${state}`, advice);
  });
}
