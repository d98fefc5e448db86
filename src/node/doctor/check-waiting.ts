import { type RawBuilder, sql } from 'kysely';
import { countForAPerson } from '../../proxy/index.ts';
import { type RedemptionState, type Store, unsentStates } from '../../store/index.ts';
import { type Check, ok, warning } from './check.ts';

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

const ofUses = 'See: promo-lead codes unconfirmed, or /console/#/codes';

/** What waits for a person: leads by state, and uses of promo codes. */
export async function checkForAPerson(store: Store): Promise<readonly Check[]> {
  const { uses, ...leads } = await countForAPerson(store);
  const waiting = Object.entries(leads).filter(([, count]) => count > 0);
  const ofLeads = waiting.map(([state, count]) => {
    const list = `promo-lead leads list --state ${state}`;
    const advice = `See: ${list}, or /console/#/leads?state=${state}`;
    return warning('leads', `${count} ${state}`, advice);
  });
  const none = 'none waits for you';
  return [
    ...(ofLeads.length === 0 ? [ok('leads', none)] : ofLeads),
    uses === 0 ? ok('code uses', none) : warning('code uses', `${uses} in doubt or held`, ofUses),
  ];
}
