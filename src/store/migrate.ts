import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { migrations } from './migrations/index.ts';
import { StoreError } from './store-error.ts';
import { type Store, transact } from './store.ts';

/**
 * Brings the tables up to date in one transaction. It is safe if several processes start at once:
 * they wait for each other, and the second finds the work done. Resolves to whether there were no
 * tables before. Throws {@link StoreError} `newer` if the tables are newer than this program.
 *
 * Kysely's own migrator finds its tables in any schema of the database, where another program may
 * have some, and holds a lock of the session, which outlives a failed transaction.
 */
export async function migrate(store: Store): Promise<boolean> {
  // Looked up first, so that a command that only reads never takes the write lock, for which a
  // server on the same database would have to wait.
  if (toBeDone(await readNames(store).catch(() => [])).length === 0) return false;
  return transact(store, async (transaction) => {
    await transaction.getExecutor().adapter.acquireMigrationLock(transaction, lockTable);
    await sql`create table if not exists kysely_migration
      (name varchar(255) not null primary key, timestamp varchar(255) not null)`.execute(
      transaction,
    );
    const done = await readNames(transaction);
    for (const [name, { up }] of toBeDone(done)) {
      await up(transaction);
      await sql`insert into kysely_migration (name, timestamp)
        values (${name}, ${new Date().toISOString()})`.execute(transaction);
    }
    return done.length === 0;
  });
}

/** For databases that lock a row of a table, which neither of ours does. */
const lockTable = { lockTable: 'kysely_migration_lock', lockRowId: 'migration_lock' };

async function readNames(store: Store): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(store);
  return rows.map(({ name }) => name);
}

/** The migrations that are still to be done, in order. */
function toBeDone(done: readonly string[]): readonly (readonly [string, Migration])[] {
  const newer = done.find((name) => !(name in migrations));
  if (newer !== undefined) {
    throw new StoreError('newer', `a newer promo-lead made the tables (${newer})`);
  }
  return Object.entries(migrations).filter(([name]) => !done.includes(name));
}
