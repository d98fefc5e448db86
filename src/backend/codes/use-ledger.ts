import { sql } from 'kysely';
import {
  type JournalTable,
  lockCode,
  type Store,
  type StoreTransaction,
  transact,
} from '../../store/index.ts';
import { padInList } from '../../store/rows/pad-in-list.ts';
import { ledgerKeysMax, type UseLedger } from '../../upstream/code-list/api.ts';
import { addJournalEntry } from '../journal.ts';

/** Counts uses in the journal. */
export function createLedger(store: Store, now: () => number): UseLedger {
  const source = 'ledger';
  return {
    used: (company, keys) => countUses(store, { company, source, codes: keys }),
    take: ({ company, key, limit }) =>
      transact(store, async (transaction) => {
        if (limit !== null) {
          await lockCode(transaction, { company, key });
          const uses = await countUses(transaction, { company, source, codes: [key] });
          if ((uses.get(key) ?? 0) >= limit) return false;
        }
        const entry = { at: now(), company_id: company, code: key, used: 1, reason: null };
        await addJournalEntry(transaction, { ...entry, source });
        return true;
      }),
  };
}

export interface CountedUses {
  readonly company: string;
  /** Which list the codes are on: the same text may be a code of each. */
  readonly source: NonNullable<JournalTable['source']>;
  /**
   * Their names in the journal: `codeKey()` for codes from an outside list, and the spelling of the
   * list for our own. All codes by default.
   */
  readonly codes?: readonly string[] | undefined;
}

/** How often codes were used, by their names in the journal. */
export async function countUses(
  store: Store | StoreTransaction,
  { company, source, codes }: CountedUses,
): Promise<ReadonlyMap<string, number>> {
  if (codes?.length === 0) return new Map();
  let uses = store
    .selectFrom('journal')
    .select(({ fn }) => ['code', fn.countAll().as('uses')])
    .where('company_id', '=', company)
    // A literal, because the index is partial: it has only uses.
    .where('used', '=', sql.lit(1))
    .where(({ eb, or }) => or([eb('source', '=', source), eb('source', 'is', null)]))
    .groupBy('code');
  if (codes && codes.length <= ledgerKeysMax) uses = uses.where('code', 'in', padInList(codes));
  return new Map((await uses.execute()).map(({ code, uses: number }) => [code, Number(number)]));
}
