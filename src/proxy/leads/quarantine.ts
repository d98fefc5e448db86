import { noteDeletion } from '../../store/empty-log.ts';
import { type Store, transact } from '../../store/store.ts';
import { reserveAgain } from '../outbox/reservations.ts';
import { deleteLeads } from './delete-leads.ts';

const released = 'released from quarantine by hand';

/**
 * Sends leads on their way that looked like spam and are none; answers which were in quarantine.
 * A promo code is used after the contact, as of any other lead; where all uses are gone meanwhile,
 * the vendor says so.
 */
export function releaseLeads(
  store: Store,
  refs: readonly string[],
  now: number,
): Promise<ReadonlySet<string>> {
  return transact(store, async (transaction) => {
    const found: string[] = [];
    // One by one: an encrypted store has another text for each row.
    for (const ref of refs) {
      const { numUpdatedRows } = await transaction
        .updateTable('leads')
        .set({
          state: 'pending',
          tried_since: now,
          due_at: now,
          detail: released,
          updated_at: now,
        })
        .where('ref', '=', ref)
        .where('state', '=', 'quarantined')
        .executeTakeFirstOrThrow();
      if (numUpdatedRows > 0n) found.push(ref);
    }
    if (found.length === 0) return new Set();
    const story = { at: now, attempt: 0, state: 'pending', detail: released } as const;
    await transaction
      .insertInto('lead_attempts')
      .values(found.map((ref) => ({ ref, ...story })))
      .execute();
    await reserveAgain(transaction, found, now);
    return new Set(found);
  });
}

/** Deletes leads that are spam; answers which were in quarantine. */
export async function purgeLeads(
  store: Store,
  refs: readonly string[],
): Promise<ReadonlySet<string>> {
  const purged = await transact(store, async (transaction) => {
    const leads = await transaction
      .selectFrom('leads')
      .select('ref')
      .where('ref', 'in', refs)
      .where('state', '=', 'quarantined')
      // So that nobody releases one between this look and the end of it.
      .forUpdate()
      .execute();
    const found = leads.map(({ ref }) => ref);
    await deleteLeads(transaction, found);
    return new Set(found);
  });
  if (purged.size > 0) noteDeletion(store);
  return purged;
}
