import { DatabaseSync } from 'node:sqlite';
import { migrate, sqliteStore, type Store } from '../../src/store/index.ts';

/** A migrated store that lives in memory. */
export async function memoryStore(): Promise<Store> {
  const store = sqliteStore(new DatabaseSync(':memory:'));
  await migrate(store);
  return store;
}
