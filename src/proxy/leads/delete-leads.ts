import type { StoreTransaction } from '../../store/store.ts';
import { randomRef } from '../random-ref.ts';

/**
 * Deletes leads with their history, their postbacks and their uses of promo codes. A use whose
 * outcome is unknown stays for a person to reconcile, but no longer says whose it was. Idempotency
 * keys stay: a browser may retry with one, and must not make a second lead.
 */
export async function deleteLeads(
  transaction: StoreTransaction,
  refs: readonly string[],
): Promise<void> {
  if (refs.length === 0) return;
  await transaction.deleteFrom('lead_attempts').where('ref', 'in', refs).execute();
  await transaction.deleteFrom('postbacks').where('lead_ref', 'in', refs).execute();
  await unlinkOpenRedemptions(transaction, refs);
  await transaction.deleteFrom('redemptions').where('lead_ref', 'in', refs).execute();
  await transaction.deleteFrom('leads').where('ref', 'in', refs).execute();
}

async function unlinkOpenRedemptions(
  transaction: StoreTransaction,
  refs: readonly string[],
): Promise<void> {
  const open = await transaction
    .selectFrom('redemptions')
    .select('id')
    .where('lead_ref', 'in', refs)
    .where('state', '=', 'unconfirmed')
    .execute();
  for (const { id } of open) {
    await transaction
      .updateTable('redemptions')
      // The old id contains the lead's ref.
      .set({ id: `erased:${randomRef()}`, lead_ref: null })
      .where('id', '=', id)
      .execute();
  }
}
