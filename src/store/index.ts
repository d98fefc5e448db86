export { searchRows } from './bounded-search.ts';
export {
  type DurableObjectStorage,
  durableObjectStore,
  type DurableObjectStoreOptions,
} from './durable-object.ts';
export { type Digester, digestBy, hmac, sha256 } from './digest.ts';
export { shareCommits, transactTogether } from './group-commit.ts';
export { emptyLog, noteDeletion } from './empty-log.ts';
export {
  agreeOnKeys,
  createKeyClaim,
  forgetOtherKeys,
  keysInUse,
  needsSecretBefore,
} from './encryption-keys.ts';
export { keysOfLeads } from './keys-of-leads.ts';
export { type LeadState, leadStates, unsentStates } from '../contract/lead-states.ts';
export type { RedemptionState } from '../contract/redemption-states.ts';
export { encryptRows, encryptUnsentLeads, hasClearLeads } from './encrypt-rows.ts';
export { CipherError, type FieldCipher, partsOf, toDigest, toSealed } from './field-cipher.ts';
export { lockCode } from './lock-code.ts';
export { migrate } from './migrate.ts';
export { pages } from './pages.ts';
export { postgresStore } from './postgres.ts';
export * from './schema.ts';
export { isSame } from './same.ts';
export { unreadable, withUnreadable } from './sealed-columns.ts';
export { someAtATime, writtenAtOnce } from './some-at-a-time.ts';
export { sqliteStore } from './sqlite.ts';
export { StoreError } from './store-error.ts';
export { type Store, type StoreTransaction, transact } from './store.ts';
