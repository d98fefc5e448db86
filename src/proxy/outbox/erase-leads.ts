import type { Store, StoreTransaction } from '../../store/store.ts';
import { deleteLeads } from './delete-leads.ts';

export type LeadErasure =
  | {
      readonly status: 'erased';
      /** Leads that no upstream had taken yet: they are never sent. */
      readonly undelivered: number;
      /** What the upstream calls the contacts that it made of the others, where that is known. */
      readonly contactIds: readonly string[];
    }
  /** A call for one of them runs at this moment; nothing was erased. */
  | { readonly status: 'on_its_way' };

/** The leads of a phone (ASCII digits); before the transaction, which others wait for. */
export async function leadsOfPhone(store: Store, phone: string): Promise<readonly string[]> {
  const leads = await store.selectFrom('leads').select('ref').where('phone', '=', phone).execute();
  return leads.map(({ ref }) => ref);
}

/**
 * Erases leads, whatever their state. Who waits to be sent is taken
 * off the queue, and a promo code that was not used yet is not used. A lead for which bytes leave
 * just now is left alone: what becomes of it could not be written down any more.
 */
export async function eraseLeads(
  transaction: StoreTransaction,
  refs: readonly string[],
): Promise<LeadErasure> {
  if (refs.length === 0) return { status: 'erased', undelivered: 0, contactIds: [] };
  const leads = await transaction
    .selectFrom('leads')
    .select(['state', 'contact_id'])
    .where('ref', 'in', refs)
    // So that no worker takes one between this look and the end of it.
    .forUpdate()
    .execute();
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
  const taken = leads.filter(({ state }) => state === 'delivered' || state === 'duplicate');
  return {
    status: 'erased',
    undelivered: leads.length - taken.length,
    contactIds: taken.flatMap(({ contact_id }) => contact_id ?? []),
  };
}
