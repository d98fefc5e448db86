import { noteDeletion, type Store, transact, writtenAtOnce } from '../store/index.ts';

/** For how many days a record is kept; without a number until somebody erases it. */
export interface BackendRetention {
  readonly contacts?: number | undefined;
  readonly journal?: number | undefined;
}

const dayMs = 24 * 60 * 60_000;

/**
 * Removes a batch of what is older than it may get. Answers whether there may be more. Several
 * servers at once take different rows.
 */
export async function removeOldRecords(
  store: Store,
  { now, retention }: { readonly now: number; readonly retention: BackendRetention },
): Promise<boolean> {
  const { contacts, journal } = retention;
  let removed = 0;
  if (contacts !== undefined) removed += await removeContacts(store, now - contacts * dayMs);
  if (journal !== undefined) removed += await removeJournal(store, now - journal * dayMs);
  if (removed > 0) noteDeletion(store);
  return removed >= writtenAtOnce;
}

/** The phone of a contact that is gone makes a new contact, with an id of its own. */
function removeContacts(store: Store, before: number): Promise<number> {
  return transact(store, async (transaction) => {
    const rows = await transaction
      .selectFrom('contacts')
      .select('id')
      .where('created_at', '<', before)
      .orderBy('created_at')
      .limit(writtenAtOnce)
      .forUpdate()
      .skipLocked()
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await transaction.deleteFrom('contacts').where('id', 'in', ids).execute();
    return ids.length;
  });
}

function removeJournal(store: Store, before: number): Promise<number> {
  return transact(store, async (transaction) => {
    const rows = await transaction
      .selectFrom('journal')
      .select('id')
      .where('at', '<', before)
      .orderBy('at')
      .limit(writtenAtOnce)
      .forUpdate()
      .skipLocked()
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await transaction.deleteFrom('journal').where('id', 'in', ids).execute();
    return ids.length;
  });
}
