import { sql } from 'kysely';
import type { Store, StoreTransaction } from '../../store/index.ts';
import { lockCode, transact } from '../../store/index.ts';
import { inList } from '../../store/rows/in-list.ts';
import { register } from '../journal.ts';

/** What a use is taken of. */
export interface LedgerUse {
  readonly company: string;
  /** `codeKey()` of the code. */
  readonly key: string;
  /** Uses in all; null is without limit. */
  readonly limit: number | null;
}

/** Counts the uses of codes that somebody else lists, in the journal. */
export interface Ledger {
  /** Of these codes, by `codeKey()`; of all where none are named. */
  used(company: string, keys?: readonly string[]): Promise<ReadonlyMap<string, number>>;
  take(use: LedgerUse): Promise<boolean>;
}

/** More codes than a statement should name: then the uses of all are counted. */
const keysMax = 500;

export function createLedger(store: Store, now: () => number): Ledger {
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
        await register(transaction, entry);
        return true;
      }),
  };
}

/**
 * How often codes were used, by what the journal calls them: by `codeKey()` where somebody else
 * lists them, and as our own list has them.
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
    // In the statement itself: the index of the uses is only of them.
    .where('used', '=', sql.lit(1))
    .groupBy('code');
  if (keys && keys.length <= keysMax) uses = uses.where('code', 'in', inList(keys));
  return new Map((await uses.execute()).map(({ code, uses: number }) => [code, Number(number)]));
}
