import type { StoreTransaction } from '../store.ts';

/**
 * Locks a promo code until the transaction ends. On PostgreSQL the second of two transactions waits
 * here for the first, and then sees what it committed; on SQLite a writer is alone anyway.
 */
export async function lockCode(
  transaction: StoreTransaction,
  { company, key }: { readonly company: string; readonly key: string },
): Promise<void> {
  await transaction
    .insertInto('limited_codes')
    .values({ company, code_key: key })
    .onConflict((conflict) => conflict.columns(['company', 'code_key']).doUpdateSet({ company }))
    .execute();
}
