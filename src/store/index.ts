export type * from './schema.ts';
export { sqliteStore, type SqliteConnection } from './sqlite.ts';
export { migrate, type Store, type StoreTransaction } from './store.ts';
