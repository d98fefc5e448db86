import type { Kysely, Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations/index.ts';
import type { Database } from './schema.ts';

/** The one database of the proxy and of the embedded backend. */
export type Store = Kysely<Database>;
/** A store within a transaction. */
export type StoreTransaction = Transaction<Database>;

/**
 * Brings the tables up to date. Safe when several processes start at once: it is one write
 * transaction, so the second finds the work done.
 */
export async function migrate(store: Store): Promise<void> {
  await store.transaction().execute(async (transaction) => {
    const migrator = new Migrator({
      db: transaction,
      provider: { getMigrations: () => Promise.resolve(migrations) },
    });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  });
}
