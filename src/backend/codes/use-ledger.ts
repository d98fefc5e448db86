import { sql } from 'kysely';
import { lockCode, type Store, type StoreTransaction, transact } from '../../store/index.ts';
import { padInList } from '../../store/rows/pad-in-list.ts';
import { ledgerKeysMax, type UseLedger } from '../../upstream/code-list/api.ts';
import { addJournalEntry } from '../journal.ts';

/** Counts uses in the journal. */
export function createLedger(store: Store, now: () => number): UseLedger {
  return {
    used: (company, keys) => countUses(store, company, keys),
    take: ({ company, key, limit }) =>
      transact(store, async (transaction) => {
        if (limit !== null) {
          await lockCode(transaction, { company, key });
          const uses = await countUses(transaction, company, [key]);
          if ((uses.get(key) ?? 0) >= limit) return false;
        }
        const entry = { at: now(), company_id: company, code: key, used: 1, reason: null };
        await addJournalEntry(transaction, entry);
        return true;
      }),
  };
}

/**
 * How often codes were used, by their names in the journal: `codeKey()` for codes from an outside
 * list, and the spelling of the list for our own.
 */
export async function countUses(
  store: Store | StoreTransaction,
  company: string,
  keys?: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (keys?.length === 0) return new Map();
  let uses = store
    .selectFrom('journal')
    .select(({ fn }) => ['code', fn.countAll().as('uses')])
    .where('company_id', '=', company)
    // A literal, because the index is partial: it has only uses.
    .where('used', '=', sql.lit(1))
    .groupBy('code');
  if (keys && keys.length <= ledgerKeysMax) uses = uses.where('code', 'in', padInList(keys));
  return new Map((await uses.execute()).map(({ code, uses: number }) => [code, Number(number)]));
}
