import { chunksOf, type Store, transact } from '../../store/index.ts';
import type { CodeRow } from './new-code.ts';

/** Rows of one statement: nine parameters each, and SQLite takes 32,766 of them. */
export const rowsPerStatement = 500;

/** For a call that changes many codes: reports progress, and lets other requests in. */
export interface BulkHooks {
  /** Called from time to time with the number of codes written so far. */
  readonly onProgress?: ((added: number) => void) | undefined;
  /** Resolves when other requests had their turn: they have to wait while SQLite works. */
  readonly pause?: (() => Promise<void>) | undefined;
}

/** Writes rows in short transactions. Resolves to the codes that did not exist before. */
export async function insertCodes(
  store: Store,
  rows: readonly CodeRow[],
  { onProgress, pause }: BulkHooks = {},
): Promise<readonly string[]> {
  const added: string[] = [];
  for (const batch of chunksOf(rows, rowsPerStatement)) {
    // Two imports of the same codes in different orders may deadlock, row by row.
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
    await pause?.();
  }
  return added;
}

/** @yields The codes that the company already has with these keys. */
export async function* existingCodes(
  store: Store,
  company: string,
  keys: readonly string[],
  pause?: () => Promise<void>,
): AsyncGenerator<CodeRow> {
  for (const batch of chunksOf(keys, rowsPerStatement)) {
    const taken = await store
      .selectFrom('promo_codes')
      .selectAll()
      .where('company_id', '=', company)
      .where('code_key', 'in', batch)
      .execute();
    yield* taken;
    await pause?.();
  }
}
