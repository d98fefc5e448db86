import {
  countGivenUp,
  countLate,
  countNeedsAttention,
  countWaiting,
  isHeldForLead,
} from '../../proxy/index.ts';
import { type Store, unsentStates } from '../../store/index.ts';
import type { Config } from '../config/load.ts';
import { type Check, ok, warning } from './check.ts';

/** What a server will still send on its own: it should not be taken down before that. */
export async function checkUnsent(
  store: Store,
  { postback }: Pick<Config, 'postback'>,
): Promise<Check> {
  const { leads } = await store
    .selectFrom('leads')
    .select(({ fn }) => fn.countAll<number>().as('leads'))
    .where('state', 'in', unsentStates)
    .executeTakeFirstOrThrow();
  const { uses } = await store
    .selectFrom('redemptions')
    .select(({ fn }) => fn.countAll<number>().as('uses'))
    .where(isHeldForLead)
    .where('state', 'in', ['pending', 'sending'])
    .executeTakeFirstOrThrow();
  const postbacks = postback ? await countWaiting(store, postback.statuses) : 0;
  const counts = [`leads: ${leads}`, `uses of promo codes: ${uses}`];
  if (postback) counts.push(`postbacks: ${postbacks}`);
  const isNone = leads + uses + postbacks === 0;
  return ok('to be sent', isNone ? 'nothing' : counts.join(', '));
}

const ofUses = 'See: promo-lead codes unconfirmed, or /console/#/codes';

const ofPostbacks =
  'See: promo-lead postbacks list. Send them again: promo-lead postbacks retry --all; ' +
  'or dismiss them: promo-lead postbacks dismiss --all';

const ofLate = 'See: promo-lead postbacks list. They are given up when they are three days old.';

async function checkPostbacks(
  store: Store,
  { statuses }: NonNullable<Config['postback']>,
): Promise<readonly Check[]> {
  const givenUp = await countGivenUp(store);
  const late = await countLate(store, statuses, Date.now());
  return [
    ...(givenUp === 0 ? [] : [warning('postbacks', `${givenUp} given up`, ofPostbacks)]),
    ...(late === 0 ? [] : [warning('postbacks', `${late} not taken for six hours`, ofLate)]),
  ];
}

/** What waits for a person: leads by state, uses of promo codes, postbacks. */
export async function checkNeedsAttention(
  store: Store,
  { postback }: Pick<Config, 'postback'>,
): Promise<readonly Check[]> {
  const { uses, ...leads } = await countNeedsAttention(store);
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
    ...(postback ? await checkPostbacks(store, postback) : []),
  ];
}
