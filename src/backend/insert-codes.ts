import { type Store, transact } from '../store/index.ts';
import type { CodeRow } from './new-code.ts';

/** Rows of one statement: nine parameters each, and SQLite takes 32,766 of them. */
const batchSize = 500;

/** Writes rows in short transactions; a code that exists by now is left out of the reply. */
export async function insertCodes(
  store: Store,
  rows: readonly CodeRow[],
  onProgress?: (added: number) => void,
): Promise<readonly string[]> {
  const added: string[] = [];
  for (const batch of batches(rows)) {
    // Two imports of the same codes in another order may deadlock, row by row.
    const inserted = await transact(store, (transaction) =>
      transaction
        .insertInto('promo_codes')
        .values(batch)
        .onConflict((conflict) => conflict.columns(['company_id', 'code_key']).doNothing())
        .returning('code')
        .execute(),
    );
    for (const { code } of inserted) added.push(code);
    onProgress?.(added.length);
  }
  return added;
}

/** @yields Those of `keys` that the company has codes for already. */
export async function* takenKeys(
  store: Store,
  company: string,
  keys: readonly string[],
): AsyncGenerator<string> {
  for (const batch of batches(keys)) {
    const taken = await store
      .selectFrom('promo_codes')
      .select('code_key')
      .where('company_id', '=', company)
      .where('code_key', 'in', batch)
      .execute();
    for (const { code_key } of taken) yield code_key;
  }
}

function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += batchSize) {
    yield all.slice(start, start + batchSize);
  }
}
