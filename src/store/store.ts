import type { Kysely, Transaction } from 'kysely';
import { isConflict } from './dialects/error-codes.ts';
import type { Database } from './schema.ts';
import { StoreError } from './store-error.ts';

/** The one database of the proxy and of the embedded backend. */
export type Store = Kysely<Database>;
/** A store within a transaction. */
export type StoreTransaction = Transaction<Database>;

const attemptsMax = 5;

/**
 * Runs work in one transaction: on SQLite the only one that writes, on PostgreSQL under READ
 * COMMITTED, where each statement sees what was committed before it began.
 *
 * The database may roll the transaction back because of a deadlock or a conflict. Then the work is
 * run again, so it must have no effects except through the transaction.
 */
export async function transact<T>(
  store: Store,
  work: (transaction: StoreTransaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.transaction().execute(work);
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (attempt >= attemptsMax) {
        throw new StoreError('unavailable', 'the transaction met conflicts again and again', {
          cause: error,
        });
      }
    }
  }
}
