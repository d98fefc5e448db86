import { sql } from 'kysely';
import { migrate, postgresStore } from '../../store/index.ts';
import type { PostgresLocation } from '../config/store-location.ts';
import { requireKeys } from '../secrets/encryption.ts';
import { clockOffMs, describeClockOff } from './clock-off.ts';
import { DataError } from './data-folder.ts';
import { explainPostgres } from './explain-postgres.ts';
import type { OpenStore, OpenStoreOptions } from './open-store.ts';
import { createPostgresPool } from './postgres-pool.ts';

/** Opens a store on PostgreSQL with its tables up to date. Throws {@link DataError}. */
export async function openPostgres(
  location: PostgresLocation,
  { log, now = Date.now, cipher }: OpenStoreOptions,
): Promise<OpenStore> {
  const isNew = await migrateOnce(location);
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

/** On its own connection, without a time-out: another server's migration may take long. */
async function migrateOnce(location: PostgresLocation): Promise<boolean> {
  const pool = await createPostgresPool(location, { connectionsMax: 1, isPatient: true });
  const store = postgresStore(pool);
  try {
    return await migrate(store);
  } catch (cause) {
    throw new DataError(explainPostgres(location, cause), { cause });
  } finally {
    await store.destroy();
  }
}

/** Whether a server has made its tables. Throws {@link DataError} if that cannot be found out. */
export async function hasPostgres(location: PostgresLocation): Promise<boolean> {
  const pool = await createPostgresPool(location, { connectionsMax: 1 });
  const store = postgresStore(pool);
  try {
    const { rows } = await sql<{ readonly found: boolean }>`
      select to_regclass('kysely_migration') is not null as found`.execute(store);
    return rows[0]?.found === true;
  } catch (cause) {
    throw new DataError(explainPostgres(location, cause), { cause });
  } finally {
    await store.destroy();
  }
}
