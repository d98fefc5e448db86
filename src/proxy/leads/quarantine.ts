import { noteDeletion } from '../../store/empty-log.ts';
import { type Store, type StoreTransaction, transact } from '../../store/store.ts';
import { deleteLeads } from './delete-leads.ts';
import { lockLeads, requeueLeads } from './requeue.ts';

const released = 'released from quarantine by hand';

/**
 * Sends leads that looked like spam and are not. Resolves to those that were in quarantine. A promo
 * code is used after the contact, as with any other lead; if no use is left by then, the vendor
 * says so.
 */
export function releaseLeads(
  store: Store,
  refs: readonly string[],
  now: number,
): Promise<ReadonlySet<string>> {
  return transact(store, async (transaction) => {
    const found = await lockQuarantined(transaction, refs);
    const changes = { detail: released };
    await requeueLeads(transaction, found, { note: released, now, changes });
    return new Set(found);
  });
}

/** Deletes leads that are spam. Resolves to those that were in quarantine. */
export async function purgeLeads(
  store: Store,
  refs: readonly string[],
): Promise<ReadonlySet<string>> {
  const purged = await transact(store, async (transaction) => {
    const found = await lockQuarantined(transaction, refs);
    await deleteLeads(transaction, found);
    return new Set(found);
  });
  if (purged.size > 0) noteDeletion(store);
  return purged;
}

async function lockQuarantined(
  transaction: StoreTransaction,
  refs: readonly string[],
): Promise<readonly string[]> {
  const leads = await lockLeads(transaction, refs);
  return leads.filter(({ state }) => state === 'quarantined').map(({ ref }) => ref);
}
