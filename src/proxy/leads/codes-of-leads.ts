import type { RedemptionState } from '../../contract/redemption-states.ts';
import { inChunks } from '../../store/rows/chunks.ts';
import { padInList } from '../../store/rows/pad-in-list.ts';
import type { Store } from '../../store/store.ts';
import type { StoredLead } from './leads.ts';

/** The outcome of a lead's promo code; null if it has none. */
export interface CodeOfLead {
  readonly promo_code_state: RedemptionState | null;
  /** A reason code if it was refused. */
  readonly promo_code_reason: string | null;
}
export type LeadWithCode = StoredLead & CodeOfLead;

/** Leads of one look-up: fewer than either database takes in a list. */
const batchSize = 500;
const none: CodeOfLead = { promo_code_state: null, promo_code_reason: null };

/**
 * Returns leads with the outcomes of their codes, in the same order, by one look-up in an index.
 * Not a join: the queries that read leads have enough indexes to choose from already.
 */
export async function withCodes(
  store: Store,
  leads: readonly StoredLead[],
): Promise<readonly LeadWithCode[]> {
  const refs = leads.filter(({ promo_code }) => promo_code !== null).map(({ ref }) => ref);
  if (refs.length === 0) return leads.map((lead) => Object.assign({}, lead, none));
  const codes = await codesOf(store, refs);
  return leads.map((lead) => Object.assign({}, lead, codes.get(lead.ref) ?? none));
}

/** The outcomes by ref, of those leads that have a code. */
export async function codesOf(
  store: Store,
  refs: readonly string[],
): Promise<ReadonlyMap<string, CodeOfLead & { readonly promo_code_state: RedemptionState }>> {
  const rows = await store
    .selectFrom('redemptions')
    .select(['lead_ref', 'state as promo_code_state', 'reason as promo_code_reason'])
    .where('lead_ref', 'in', padInList(refs))
    .execute();
  return new Map(rows.map(({ lead_ref: ref, ...code }) => [ref ?? '', code]));
}

/** @yields {LeadWithCode} Each lead with the outcome of its code; looked up for many at once. */
export async function* eachWithCode(
  store: Store,
  leads: AsyncIterable<StoredLead>,
): AsyncGenerator<LeadWithCode> {
  for await (const some of inChunks(leads, batchSize)) yield* await withCodes(store, some);
}
