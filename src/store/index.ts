export { searchRows } from './rows/bounded-search.ts';
export {
  type DurableObjectStorage,
  durableObjectStore,
  type DurableObjectStoreOptions,
} from './dialects/durable-object.ts';
export { type Digester, hmac, setDigester, sha256 } from './digest.ts';
export { shareCommits, transactTogether } from './commits/group-commit.ts';
export { emptyLog, noteDeletion } from './empty-log.ts';
export {
  agreeOnKeys,
  createKeyClaim,
  forgetOtherKeys,
  keysInUse,
  needsPreviousSecret,
} from './encryption/encryption-keys.ts';
export { keysOfLeads } from './encryption/keys-of-leads.ts';
export { type LeadState, leadStates, unsentStates } from '../contract/lead-states.ts';
export type { RedemptionState } from '../contract/redemption-states.ts';
export { encryptRows, encryptUnsentLeads, hasClearLeads } from './encryption/encrypt-rows.ts';
export {
  CipherError,
  type FieldCipher,
  formatEncrypted,
  parseEncrypted,
  toDigest,
} from './encryption/field-cipher.ts';
export { lockCode } from './commits/lock-code.ts';
export { migrate } from './migrate.ts';
export { pages } from './rows/pages.ts';
export { postgresStore } from './dialects/postgres.ts';
export * from './schema.ts';
export { constantTimeEqual } from './constant-time-equal.ts';
export { unreadable, withUnreadable } from './encryption/encrypted-columns.ts';
export { chunkSize, chunksOf, inChunks } from './rows/chunks.ts';
export { sqliteStore } from './dialects/sqlite.ts';
export { StoreError } from './store-error.ts';
export { type Store, type StoreTransaction, transact } from './store.ts';
