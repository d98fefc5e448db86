import { type Kysely, sql, type Transaction } from 'kysely';
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
  if (await isUpToDate(store)) return;
  await store.transaction().execute(async (transaction) => {
    const migrator = new Migrator({
      db: transaction,
      provider: { getMigrations: () => Promise.resolve(migrations) },
    });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  });
}

/**
 * Looked up first, so that a command that only reads never asks for the write lock, for which a
 * server on the same file would have to wait.
 */
async function isUpToDate(store: Store): Promise<boolean> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(store);
    const done = new Set(rows.map(({ name }) => name));
    const known = Object.keys(migrations);
    return done.size === known.length && known.every((name) => done.has(name));
  } catch {
    // There is no such table yet.
    return false;
  }
}
