export type * from './schema.ts';
export { sqliteStore } from './sqlite.ts';
export { migrate, type Store, type StoreTransaction } from './store.ts';
