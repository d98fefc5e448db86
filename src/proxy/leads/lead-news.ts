import type { LeadState } from '../../contract/lead-states.ts';
import { type RedemptionState, unsentUseStates } from '../../contract/redemption-states.ts';
import type { Store } from '../../store/store.ts';
import { codesOf } from './codes-of-leads.ts';
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
  /** What became of their promo codes, of those that have one. */
  readonly codes: ReadonlyMap<string, RedemptionState>;
  /** Of these leads a use of a code or a postback is on its way. */
  readonly open: readonly string[];
}

const unsent: ReadonlySet<RedemptionState> = new Set(unsentUseStates);
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
  return { came: Math.min(came, cameMax), ...(await newsOf(store, refs)) };
}

async function newsOf(store: Store, refs: readonly string[]): Promise<Omit<LeadNews, 'came'>> {
  if (refs.length === 0) return { states: new Map(), codes: new Map(), open: [] };
  const [leads, codes, untold] = await Promise.all([
    store.selectFrom('leads').select(['ref', 'state']).where('ref', 'in', refs).execute(),
    codesOf(store, refs),
    untoldOf(store, refs),
  ]);
  const uses = Array.from(codes, ([ref, code]) => [ref, code.promo_code_state] as const);
  const using = uses.filter(([, state]) => unsent.has(state)).map(([ref]) => ref);
  return {
    states: new Map(leads.map(({ ref, state }) => [ref, state])),
    codes: new Map(uses),
    open: [...new Set([...using, ...untold])],
  };
}

async function untoldOf(store: Store, refs: readonly string[]): Promise<readonly string[]> {
  const rows = await store
    .selectFrom('postbacks')
    .select('lead_ref')
    .where('lead_ref', 'in', refs)
    .where('outcome', 'is', null)
    .execute();
  return rows.map(({ lead_ref: ref }) => ref);
}
