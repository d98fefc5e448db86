import { migrate, postgresStore, StoreError } from '../store/index.ts';
import { describeLocation, type PostgresLocation } from './config/store-location.ts';
import { DataError } from './data-folder.ts';
import type { OpenStore, OpenStoreOptions } from './open-store.ts';
import { createPostgresPool } from './postgres-pool.ts';

/** Opens a store on PostgreSQL with its tables up to date. Throws {@link DataError}. */
export async function openPostgres(
  location: PostgresLocation,
  { log }: OpenStoreOptions,
): Promise<OpenStore> {
  const isNew = await migrateOnce(location);
  const pool = await createPostgresPool(location, {
    onLost: (error) => log?.warn('store.connection-lost', { error }),
  });
  const store = postgresStore(pool);
  return { store, isNew, close: () => store.destroy() };
}

/** On a connection of its own: who waits for another's migration waits as long as that takes. */
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

/** What to do about a PostgreSQL that cannot be used, by the code of the driver's error. */
const advice: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there. Start it, or correct the host and the port',
  ENOENT: 'there is no such socket. Start it, or correct the folder',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up just now',
  EHOSTUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the host does not answer',
  '28P01': 'it refuses the user or the password',
  '28000': 'it refuses the user',
  '3D000': 'it has no such database. Make it: createdb NAME',
  '42501':
    'the user may not make tables. Let an administrator: grant create on schema public to USER',
  '3F000': 'the search path names no schema that exists',
  '53300': 'it has no connection to spare',
  '57P03': 'it is starting up or shutting down. Try again',
  '25006': 'it is a standby, which takes no writes. Use the address of the primary',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another host name. Correct the host, or say sslmode=verify-ca',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ...Object.fromEntries(
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    ].map((code) => [
      code,
      'nobody whom this machine trusts has signed its certificate. Name who has: sslrootcert=FILE',
    ]),
  ),
};

/** Why a PostgreSQL cannot be used, in a sentence for the owner. */
export function explainPostgres(location: PostgresLocation, error: unknown): string {
  const name = describeLocation(location);
  if (error instanceof StoreError && error.failure === 'newer') {
    return `Cannot use store ${name}: ${error.message}. Update this one.`;
  }
  const cause = error instanceof StoreError ? error.cause : error;
  const text = error instanceof Error ? error.message : String(error);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (/does not support SSL/.test(text)) {
    const choice = 'If the network in between is yours alone, say sslmode=disable';
    return `Cannot use store ${name}: it does not speak TLS. ${choice}.`;
  }
  return `Cannot use store ${name}: ${advice[code] ?? text}.`;
}
