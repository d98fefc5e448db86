import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createPostgresPool } from '../../src/node/postgres-pool.ts';
import {
  type FieldCipher,
  migrate,
  postgresStore,
  sqliteStore,
  type Store,
} from '../../src/store/index.ts';
import { database } from './database.ts';
import { freshPostgres, postgresAt } from './postgres.ts';

interface StoreOptions {
  /** Encrypts what tells of a person. */
  readonly cipher?: FieldCipher;
}

/** An empty store with its tables: SQLite in memory, or a schema of its own on PostgreSQL. */
export async function testStore(options: StoreOptions = {}): Promise<Store> {
  const store =
    database === 'sqlite'
      ? sqliteStore(new DatabaseSync(':memory:'), { nextTurn: () => nextTurn(), ...options })
      : postgresStore(await createPostgresPool(postgresAt(await freshPostgres())), options);
  await migrate(store);
  return store;
}

/** `PROMO_LEAD_STORE` of a store without tables that several processes can open. */
export async function testStoreUrl(): Promise<string> {
  if (database === 'postgres') return freshPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'promo-lead-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return `sqlite:${join(folder, 'store.db')}`;
}
