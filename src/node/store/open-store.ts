import type { Log } from '../../proxy/log.ts';
import type { FieldCipher, Store } from '../../store/index.ts';
import type { StoreLocation } from '../config/store-location.ts';
import { openPostgres, requirePostgres } from './open-postgres.ts';
import { openSqlite, requireSqlite } from './open-sqlite.ts';

export interface OpenStore {
  readonly store: Store;
  /** Whether this call made the tables. */
  readonly isNew: boolean;
  readonly close: () => Promise<void>;
}

export interface OpenStoreOptions {
  /** Look through a SQLite file for damage first; reads all of it. */
  readonly check?: boolean;
  /** Is told of connections that were lost while nobody used them. */
  readonly log?: Log;
  /** ms since 1970. */
  readonly now?: () => number;
  /** Encrypts what tells of a person. A store that is encrypted opens with its keys alone. */
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

/** Throws `DataError` where there is no store yet; makes none, nor anything that goes with one. */
export async function requireStore(location: StoreLocation): Promise<void> {
  if (location.kind === 'postgres') await requirePostgres(location);
  else requireSqlite(location.file);
}
