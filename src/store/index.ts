export { hmac, sha256 } from './digest.ts';
export { shareCommits, transactTogether } from './group-commit.ts';
export { migrate } from './migrate.ts';
export { pages } from './pages.ts';
export { postgresStore } from './postgres.ts';
export * from './schema.ts';
export { sqliteStore } from './sqlite.ts';
export { StoreError } from './store-error.ts';
export { type Store, type StoreTransaction, transact } from './store.ts';
