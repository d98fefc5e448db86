import type { Store, StoreTransaction } from '../../store/store.ts';
import { deleteLeads } from './delete-leads.ts';
import type { StoredLead } from './leads.ts';
import { ofPhones } from './of-phones.ts';
import { lockLeads } from './requeue.ts';

export type LeadErasure =
  | {
      readonly status: 'erased';
      /** Leads that no upstream has, and that are never sent now. */
      readonly undelivered: number;
      /** The upstream's IDs of the contacts that it made of other leads. */
      readonly contactIds: readonly string[];
      /** Leads that the upstream has, or may have, under an ID that is not known. */
      readonly unnamed: number;
    }
  /** One of them is being sent right now; nothing was erased. */
  | { readonly status: 'on_its_way' };

/** Refs of the leads of a phone (ASCII digits). Called before the transaction, to keep it short. */
export async function leadRefsOfPhone(store: Store, phone: string): Promise<readonly string[]> {
  const leads = await store
    .selectFrom('leads')
    .select('ref')
    .where(ofPhones([phone]))
    .execute();
  return leads.map(({ ref }) => ref);
}

/**
 * Erases leads in any state. One that waits to be sent leaves the queue, and a promo code that was
 * not used yet is not used. If one of the leads is being sent right now, nothing is erased: its
 * outcome could not be recorded any more.
 */
export async function eraseLeads(
  transaction: StoreTransaction,
  refs: readonly string[],
): Promise<LeadErasure> {
  if (refs.length === 0) return { status: 'erased', undelivered: 0, contactIds: [], unnamed: 0 };
  const leads = await lockLeads(transaction, refs);
  const redemptions = await transaction
    .selectFrom('redemptions')
    .select('state')
    .where('lead_ref', 'in', refs)
    .forUpdate()
    .execute();
  if ([...leads, ...redemptions].some(({ state }) => state === 'sending')) {
    return { status: 'on_its_way' };
  }
  await transaction.deleteFrom('idempotency_keys').where('lead_ref', 'in', refs).execute();
  await deleteLeads(transaction, refs);
  const contactIds = leads.flatMap(({ contact_id }) => contact_id ?? []);
  const unnamed = leads.filter((lead) => lead.contact_id === null && mayBeUpstream(lead)).length;
  const undelivered = leads.length - contactIds.length - unnamed;
  return { status: 'erased', undelivered, contactIds, unnamed };
}

function mayBeUpstream({ state, doubts }: Pick<StoredLead, 'state' | 'doubts'>): boolean {
  return state === 'delivered' || state === 'duplicate' || doubts > 0;
}
