import { dayMs } from '../contract/durations.ts';
import { chunkSize, noteDeletion, type Store, transact } from '../store/index.ts';

/** For how many days a record is kept; without a number, until somebody erases it. */
export interface BackendRetention {
  readonly contacts?: number | undefined;
  readonly journal?: number | undefined;
}

/**
 * Removes a batch of the records that are older than they may get. Resolves to whether there may be
 * more. Several servers at once take different rows.
 */
export async function removeOldRecords(
  store: Store,
  { now, retention }: { readonly now: number; readonly retention: BackendRetention },
): Promise<boolean> {
  const { contacts, journal } = retention;
  let removed = 0;
  if (contacts !== undefined) {
    // A phone whose contact was removed makes a new contact, with an id of its own.
    const before = now - contacts * dayMs;
    removed += await deleteOldest(store, { table: 'contacts', column: 'created_at', before });
  }
  if (journal !== undefined) {
    const before = now - journal * dayMs;
    removed += await deleteOldest(store, { table: 'journal', column: 'at', before });
  }
  if (removed > 0) noteDeletion(store);
  return removed >= chunkSize;
}

interface Oldest {
  readonly table: 'contacts' | 'journal';
  /** The column that says how old a row is. */
  readonly column: 'created_at' | 'at';
  readonly before: number;
}

function deleteOldest(store: Store, { table, column, before }: Oldest): Promise<number> {
  return transact(store, async (transaction) => {
    const rows = await transaction
      .selectFrom(table)
      .select('id')
      .where(column, '<', before)
      .orderBy(column)
      .limit(chunkSize)
      .forUpdate()
      .skipLocked()
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await transaction.deleteFrom(table).where('id', 'in', ids).execute();
    return ids.length;
  });
}
