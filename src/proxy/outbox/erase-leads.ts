import type { StoreTransaction } from '../../store/store.ts';
import { deleteLeads } from './delete-leads.ts';

export type LeadErasure =
  | {
      readonly status: 'erased';
      readonly refs: readonly string[];
      /** Leads that no upstream had taken yet: they are never sent. */
      readonly undelivered: number;
      /** What the upstream calls the contacts that it made of the others, where that is known. */
      readonly contactIds: readonly string[];
    }
  /** A call for one of them runs at this moment; nothing was erased. */
  | { readonly status: 'on_its_way' };

/**
 * Erases the leads of a phone (ASCII digits), whatever their state. Who waits to be sent is taken
 * off the queue, and a promo code that was not used yet is not used. A lead for which bytes leave
 * just now is left alone: what becomes of it could not be written down any more.
 */
export async function eraseLeads(
  transaction: StoreTransaction,
  phone: string,
): Promise<LeadErasure> {
  const leads = await transaction
    .selectFrom('leads')
    .select(['ref', 'state', 'contact_id'])
    // Without an index: nobody is looked up by phone but for this, which may take a second.
    .where('phone', '=', phone)
    // So that no worker takes one between this look and the end of it.
    .forUpdate()
    .execute();
  const refs = leads.map(({ ref }) => ref);
  if (refs.length === 0) return { status: 'erased', refs, undelivered: 0, contactIds: [] };
  const redemptions = await transaction
    .selectFrom('redemptions')
    .select('state')
    .where('lead_ref', 'in', refs)
    .forUpdate()
    .execute();
  if ([...leads, ...redemptions].some(({ state }) => state === 'sending')) {
    return { status: 'on_its_way' };
  }
  await deleteLeads(transaction, refs);
  const taken = leads.filter(({ state }) => state === 'delivered' || state === 'duplicate');
  return {
    status: 'erased',
    refs,
    undelivered: leads.length - taken.length,
    contactIds: taken.flatMap(({ contact_id }) => contact_id ?? []),
  };
}
