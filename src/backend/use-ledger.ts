import type { Store, StoreTransaction } from '../store/index.ts';
import { lockCode, transact } from '../store/index.ts';
import { register } from './journal.ts';

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
  used(company: string): Promise<ReadonlyMap<string, number>>;
  take(use: LedgerUse): Promise<boolean>;
}

export function createLedger(store: Store, now: () => number): Ledger {
  return {
    async used(company) {
      const rows = await countUses(store, company);
      return new Map(rows.map(({ code, uses }) => [code, Number(uses)]));
    },
    take: ({ company, key, limit }) =>
      transact(store, async (transaction) => {
        await lockCode(transaction, { company, key });
        const [row] = await countUses(transaction, company, key);
        if (limit !== null && Number(row?.uses ?? 0) >= limit) return false;
        const entry = { at: now(), company_id: company, code: key, used: 1, reason: null };
        await register(transaction, entry);
        return true;
      }),
  };
}

function countUses(
  store: Store | StoreTransaction,
  company: string,
  key?: string,
): Promise<{ readonly code: string; readonly uses: number | string | bigint }[]> {
  const uses = store
    .selectFrom('journal')
    .select(({ fn }) => ['code', fn.countAll().as('uses')])
    .where('company_id', '=', company)
    .where('used', '=', 1)
    .groupBy('code');
  return (key === undefined ? uses : uses.where('code', '=', key)).execute();
}
