import type { RedemptionState } from '../../contract/redemption-states.ts';
import { inChunks } from '../../store/rows/chunks.ts';
import { padInList } from '../../store/rows/pad-in-list.ts';
import type { Store } from '../../store/store.ts';
import type { StoredLead } from './leads.ts';

/** What became of a lead's promo code; null where it has none. */
export interface CodeOfLead {
  readonly promo_code_state: RedemptionState | null;
  /** A reason code where it was refused. */
  readonly promo_code_reason: string | null;
}
export type LeadWithCode = StoredLead & CodeOfLead;

/** Leads that one look-up is for: less than either database takes in a list. */
const batchSize = 500;
const none: CodeOfLead = { promo_code_state: null, promo_code_reason: null };

/**
 * Leads with what became of their codes, in their order, by one look-up in an index. No join of the
 * two: leads are read by queries that have enough to choose among indexes.
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

/** By ref, of the leads that have one. */
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

/** @yields {LeadWithCode} Each lead with what became of its code; looked up for many at once. */
export async function* eachWithCode(
  store: Store,
  leads: AsyncIterable<StoredLead>,
): AsyncGenerator<LeadWithCode> {
  for await (const some of inChunks(leads, batchSize)) yield* await withCodes(store, some);
}
