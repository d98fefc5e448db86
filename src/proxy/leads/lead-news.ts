import type { LeadState } from '../../contract/lead-states.ts';
import { unsentUseStates } from '../../contract/redemption-states.ts';
import type { Store } from '../../store/store.ts';
import type { LeadFilter } from './find-leads.ts';

export interface LeadNewsOptions extends Pick<LeadFilter, 'state' | 'product' | 'source'> {
  /** ms since 1970. */
  readonly since: number;
  readonly refs: readonly string[];
}

export interface LeadNews {
  /** Leads that came after, of those that fit; as many as there is a bound. */
  readonly came: number;
  readonly states: ReadonlyMap<string, LeadState>;
  /** Of these leads a use of a code or a postback is on its way. */
  readonly open: readonly string[];
}

const cameMax = 100;
/** Rows that are looked at for those that fit, the oldest first. */
const lookedAtMax = 1000;

/** What has changed since a list of leads was read, by two indexes and some rows of each. */
export async function leadNews(store: Store, options: LeadNewsOptions): Promise<LeadNews> {
  const { since, state, product, source, refs } = options;
  let query = store
    .selectFrom('leads')
    .select(['product', 'source'])
    .where('received_at', '>', since);
  if (state !== undefined) query = query.where('state', '=', state);
  const rows = await query.orderBy('received_at').limit(lookedAtMax).execute();
  const came = rows.filter(
    (row) =>
      (product === undefined || row.product === product) &&
      (source === undefined || row.source === source),
  ).length;
  const shown =
    refs.length === 0
      ? []
      : await store.selectFrom('leads').select(['ref', 'state']).where('ref', 'in', refs).execute();
  return {
    came: Math.min(came, cameMax),
    states: new Map(shown.map((row) => [row.ref, row.state])),
    open: refs.length === 0 ? [] : await openOf(store, refs),
  };
}

async function openOf(store: Store, refs: readonly string[]): Promise<readonly string[]> {
  const [uses, postbacks] = await Promise.all([
    store
      .selectFrom('redemptions')
      .select('lead_ref')
      .where('lead_ref', 'in', refs)
      .where('state', 'in', unsentUseStates)
      .execute(),
    store
      .selectFrom('postbacks')
      .select('lead_ref')
      .where('lead_ref', 'in', refs)
      .where('outcome', 'is', null)
      .execute(),
  ]);
  return [...new Set([...uses, ...postbacks].map(({ lead_ref: ref }) => ref ?? ''))];
}
