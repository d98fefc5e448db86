import { type RawBuilder, sql } from 'kysely';
import {
  type LeadState,
  type RedemptionState,
  type Store,
  unsentStates,
} from '../../store/index.ts';
import { type Check, ok, warning } from './check.ts';

/** States of leads that a person has to see to. */
const waitingStates: readonly LeadState[] = ['dead', 'held', 'quarantined'];

/** What a server still has to send, by itself: it is not to be taken down before. */
export async function checkUnderWay(store: Store): Promise<Check> {
  const { leads } = await store
    .selectFrom('leads')
    .select(({ fn }) => fn.countAll<number | string>().as('leads'))
    .where('state', 'in', unsentStates)
    .executeTakeFirstOrThrow();
  const { uses } = await store
    .selectFrom('redemptions')
    .select(({ fn }) => fn.countAll<number | string>().as('uses'))
    // As the index has it: SQLite does not look into parameters for that.
    .where('lead_ref', 'is not', null)
    .where('state', 'in', literally('waiting', 'pending', 'sending', 'held'))
    .where('state', 'in', literally('pending', 'sending'))
    .executeTakeFirstOrThrow();
  const isNone = Number(leads) + Number(uses) === 0;
  return ok('to be sent', isNone ? 'nothing' : `leads: ${leads}, uses of promo codes: ${uses}`);
}

function literally(...states: readonly RedemptionState[]): readonly RawBuilder<RedemptionState>[] {
  return states.map((state) => sql.lit(state));
}

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
