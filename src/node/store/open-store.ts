import type { Log } from '../../proxy/log.ts';
import type { FieldCipher, Store } from '../../store/index.ts';
import { describeLocation, type StoreLocation } from '../config/store-location.ts';
import { DataError } from './data-folder.ts';
import { hasPostgres, openPostgres } from './open-postgres.ts';
import { hasSqlite, openSqlite } from './open-sqlite.ts';

export interface OpenStore {
  readonly store: Store;
  /** Whether this call made the tables. */
  readonly isNew: boolean;
  readonly close: () => Promise<void>;
}

export interface OpenStoreOptions {
  /** Checks a SQLite file for damage first, which reads all of it. */
  readonly check?: boolean;
  /** For a warning about connections that were lost while idle. */
  readonly log?: Log;
  /** ms since 1970. */
  readonly now?: () => number;
  /** Encrypts personal data. An encrypted store opens only with its keys. */
  readonly cipher?: FieldCipher | undefined;
}

/** Opens the store, with its tables up to date. Throws `DataError`, in words for the owner. */
export function openStore(
  location: StoreLocation,
  options: OpenStoreOptions = {},
): Promise<OpenStore> {
  return location.kind === 'sqlite'
    ? openSqlite(location.file, options)
    : openPostgres(location, options);
}

/** Whether there is a store; makes nothing. Throws `DataError`. */
export async function hasStore(location: StoreLocation): Promise<boolean> {
  return location.kind === 'postgres' ? hasPostgres(location) : hasSqlite(location.file);
}

/** Says of a store that is not there, and what to do. */
export function noStoreAt(location: StoreLocation): DataError {
  const [why, advice] =
    location.kind === 'postgres'
      ? ['it has no tables of a server', 'Correct PROMO_LEAD_STORE, or start one, which makes them']
      : ['there is none', 'Correct --data, or start a server, which makes one'];
  return new DataError(`Cannot open store ${describeLocation(location)}: ${why}. ${advice}`);
}
