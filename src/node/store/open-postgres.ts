import { sql } from 'kysely';
import { migrate, postgresStore, type Store } from '../../store/index.ts';
import type { PostgresLocation } from '../config/store-location.ts';
import { requireKeys } from '../secrets/encryption.ts';
import { clockOffMs, describeClockOff } from './clock-off.ts';
import { DataError } from './data-folder.ts';
import { explainPostgres } from './explain-postgres.ts';
import type { OpenStore, OpenStoreOptions } from './open-store.ts';
import { createPostgresPool, type PostgresPoolOptions } from './postgres-pool.ts';

/** Opens a store on PostgreSQL with its tables up to date. Throws {@link DataError}. */
export async function openPostgres(
  location: PostgresLocation,
  { log, now = Date.now, cipher }: OpenStoreOptions,
): Promise<OpenStore> {
  // Without a time-out: another server's migration may take long.
  const isNew = await withPostgres(location, migrate, { isPatient: true });
  const pool = await createPostgresPool(location, {
    onLost: ({ message: reason }) => log?.warn('store.connection-lost', { reason }),
  });
  const store = postgresStore(pool, { cipher });
  try {
    await requireKeys(store, cipher);
    // It takes leads all the same: they are worth more than exact times.
    const clockOff = describeClockOff(await clockOffMs(store, now));
    if (clockOff !== undefined) log?.warn('store.clock-off', { text: clockOff });
  } catch (cause) {
    await store.destroy();
    if (cause instanceof DataError) throw cause;
    throw new DataError(explainPostgres(location, cause), { cause });
  }
  return { store, isNew, close: () => store.destroy() };
}

/** Whether a server has made its tables. Throws {@link DataError} if that cannot be found out. */
export function hasPostgres(location: PostgresLocation): Promise<boolean> {
  return withPostgres(location, async (store) => {
    const { rows } = await sql<{ readonly found: boolean }>`
      select to_regclass('kysely_migration') is not null as found`.execute(store);
    return rows[0]?.found === true;
  });
}

/** Does work on a connection of its own. Throws {@link DataError}. */
export async function withPostgres<T>(
  location: PostgresLocation,
  work: (store: Store) => Promise<T>,
  options: Pick<PostgresPoolOptions, 'isPatient'> = {},
): Promise<T> {
  const pool = await createPostgresPool(location, { connectionsMax: 1, ...options });
  const store = postgresStore(pool);
  try {
    return await work(store);
  } catch (cause) {
    throw new DataError(explainPostgres(location, cause), { cause });
  } finally {
    await store.destroy();
  }
}
