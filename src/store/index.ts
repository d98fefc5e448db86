export { hex, sha256 } from './digest.ts';
export { pages } from './pages.ts';
export * from './schema.ts';
export { sqliteStore } from './sqlite.ts';
export { migrate, type Store, type StoreTransaction } from './store.ts';
