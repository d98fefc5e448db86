export { type BackendOptions, createBackend } from './backend.ts';
export { BackendError, type BackendFailure } from './backend-error.ts';
export {
  changeCode,
  type ChangeCodeOptions,
  endCode,
  type EndCodeOptions,
} from './codes/change-code.ts';
export {
  addCode,
  type AddCodeOptions,
  type CodeRecord,
  listCodes,
  type ListCodesOptions,
  previewCode,
} from './codes/codes.ts';
export {
  addCompany,
  type CompanyRecord,
  listCompanies,
  type NewCompany,
  requireCompany,
} from './companies.ts';
export { contactColumns, type ContactRecord, listContacts } from './contacts/contacts.ts';
export {
  eraseContact,
  type ErasedContact,
  erasePhoneFromJournal,
} from './contacts/erase-contact.ts';
export { findJournal, type FindJournalOptions, type FoundJournal } from './find-journal.ts';
export { type BackendFindings, findPhone } from './contacts/find-phone.ts';
export {
  eachCode,
  findCodes,
  type FindCodesOptions,
  type FoundCodes,
  namedCodes,
} from './codes/find-codes.ts';
export {
  findContacts,
  type FindContactsOptions,
  type FoundContacts,
  phonesOfContacts,
} from './contacts/find-contacts.ts';
export type { BulkHooks } from './codes/insert-codes.ts';
export { generateCodes, type GenerateCodesOptions } from './codes/generate-codes.ts';
export {
  importCodes,
  type ImportCodesOptions,
  type ImportProblem,
  type ImportResult,
} from './codes/import-codes.ts';
export {
  type JournalRecord,
  listJournal,
  type ListJournalOptions,
  requireJournalCompany,
} from './journal.ts';
export { type CodeTerms, type NewCode, toCodeRow } from './codes/new-code.ts';
export type { Product } from '../contract/product.ts';
export { type BackendRetention, removeOldRecords } from './retention.ts';
export { demoCompany, demoToken, seedDemo } from './seed-demo.ts';
export {
  type NamedCode,
  type NameProblem,
  setCodesActive,
  type SetCodesActiveOptions,
  type SetCodesActiveResult,
} from './codes/set-codes-active.ts';
export {
  addToken,
  type ClientRecord,
  listClients,
  listTokens,
  type NewToken,
  ownTokenName,
  registerToken,
  revokeToken,
  type TokenRecord,
} from './tokens.ts';
export { countUses, createLedger } from './codes/use-ledger.ts';
