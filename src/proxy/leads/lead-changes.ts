import type { LeadState } from '../../contract/lead-states.ts';
import { type RedemptionState, unsentUseStates } from '../../contract/redemption-states.ts';
import type { Store } from '../../store/store.ts';
import { codesOf } from './codes-of-leads.ts';
import type { LeadFilter } from './find-leads.ts';

export interface LeadChangesOptions extends Pick<LeadFilter, 'state' | 'product' | 'source'> {
  /** ms since 1970. */
  readonly since: number;
  readonly refs: readonly string[];
}

export interface LeadChanges {
  /** How many matching leads came since, up to a maximum. */
  readonly came: number;
  readonly states: ReadonlyMap<string, LeadState>;
  /** The states of their promo codes, of those that have one. */
  readonly codes: ReadonlyMap<string, RedemptionState>;
  /** Leads of which a use of a code or a postback is still to be sent. */
  readonly open: readonly string[];
}

const unsent: ReadonlySet<RedemptionState> = new Set(unsentUseStates);
const cameMax = 100;
/** How many rows are searched for matching ones, the oldest first. */
const rowsMax = 1000;

/** What has changed since a list of leads was read: two indexes, and some rows of each. */
export async function readLeadChanges(
  store: Store,
  options: LeadChangesOptions,
): Promise<LeadChanges> {
  const { since, state, product, source, refs } = options;
  let query = store
    .selectFrom('leads')
    .select(['product', 'source'])
    .where('received_at', '>', since);
  if (state !== undefined) query = query.where('state', '=', state);
  const rows = await query.orderBy('received_at').limit(rowsMax).execute();
  const came = rows.filter(
    (row) =>
      (product === undefined || row.product === product) &&
      (source === undefined || row.source === source),
  ).length;
  return { came: Math.min(came, cameMax), ...(await changesOf(store, refs)) };
}

async function changesOf(
  store: Store,
  refs: readonly string[],
): Promise<Omit<LeadChanges, 'came'>> {
  if (refs.length === 0) return { states: new Map(), codes: new Map(), open: [] };
  const [leads, codes, unsentPostbacks] = await Promise.all([
    store.selectFrom('leads').select(['ref', 'state']).where('ref', 'in', refs).execute(),
    codesOf(store, refs),
    unsentPostbacksOf(store, refs),
  ]);
  const uses = Array.from(codes, ([ref, code]) => [ref, code.promo_code_state] as const);
  const using = uses.filter(([, state]) => unsent.has(state)).map(([ref]) => ref);
  return {
    states: new Map(leads.map(({ ref, state }) => [ref, state])),
    codes: new Map(uses),
    open: [...new Set([...using, ...unsentPostbacks])],
  };
}

async function unsentPostbacksOf(
  store: Store,
  refs: readonly string[],
): Promise<readonly string[]> {
  const rows = await store
    .selectFrom('postbacks')
    .select('lead_ref')
    .where('lead_ref', 'in', refs)
    .where('outcome', 'is', null)
    .execute();
  return rows.map(({ lead_ref: ref }) => ref);
}
