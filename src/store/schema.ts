import type { Generated } from 'kysely';
import type { LeadState } from '../contract/lead-states.ts';
import type { RedemptionState } from '../contract/redemption-states.ts';
import type { PostbackTable } from './postback-table.ts';

/**
 * The tables. Instants (`*_at`) are milliseconds since 1970 (UTC); booleans are 0 or 1, because
 * SQLite has no others; values that are only read as a whole are JSON text.
 */
export interface Database {
  // The embedded backend: promoholder's side.
  api_tokens: ApiTokenTable;
  companies: CompanyTable;
  promo_codes: PromoCodeTable;
  journal: JournalTable;
  // The embedded backend: promos-seru's side.
  clients: ClientTable;
  contacts: ContactTable;
  // The proxy.
  leads: LeadTable;
  lead_attempts: LeadAttemptTable;
  redemptions: RedemptionTable;
  limited_codes: LimitedCodeTable;
  idempotency_keys: IdempotencyKeyTable;
  shared_values: SharedValueTable;
  rates: RateTable;
  probes: ProbeTable;
  form_views: FormViewTable;
  encryption_keys: EncryptionKeyTable;
  alerts: AlertTable;
  postbacks: PostbackTable;
  // The owner's access.
  owner_sessions: OwnerSessionTable;
  audit_entries: AuditEntryTable;
}

export interface ApiTokenTable {
  name: string;
  /** SHA-256 in hex: the token itself is shown once and not stored. */
  token_hash: string;
  created_at: number;
  revoked_at: number | null;
}

export interface CompanyTable {
  id: string;
  title: string;
  created_at: number;
}

export interface PromoCodeTable {
  id: Generated<number>;
  company_id: string;
  code: string;
  /** `codeKey(code)`: unique within the company. */
  code_key: string;
  /** Null is unlimited. */
  uses_left: number | null;
  timezone: string;
  /** `YYYY-MM-DD HH:MM:SS` on the wall clock of `timezone`. */
  starts_at: string | null;
  ends_at: string | null;
  active: number;
  created_at: number;
}

/** Every `type: "success"` answer of `checkPromocode`; errors are not recorded. */
export interface JournalTable {
  id: Generated<number>;
  at: number;
  company_id: string;
  code: string;
  used: number;
  reason: string | null;
  /** Which list the code is on: our own, or an outside one; null for older entries. */
  source: 'embedded' | 'ledger' | null;
}

/** Clients that asked for a promos-seru token; it is derived, so only its hash is kept. */
export interface ClientTable {
  name: string;
  token_hash: string;
  created_at: number;
}

export interface ContactTable {
  id: Generated<number>;
  first_name: string;
  last_name: string;
  /** As it came. */
  phone: string;
  /** Only the digits, which decide what is a double. */
  phone_digits: string;
  click_id: string;
  product: string;
  client: string;
  created_at: number;
}

export interface LeadTable {
  ref: string;
  received_at: number;
  first_name: string;
  last_name: string;
  phone: string;
  click_id: string;
  product: string;
  company: string | null;
  promo_code: string | null;
  consent: number;
  /** What the visitor agreed to, as it was shown; null if no text came with the consent. */
  consent_text: string | null;
  /** When the consent came; null without one, and for leads of an older version. */
  consent_at: number | null;
  /** JSON of `Attribution`. */
  attribution: string | null;
  /** `clickSource(attribution)`; null for leads from before it was kept. */
  source: string | null;
  /** JSON of `Extra`: the page's own fields. */
  extra: string | null;
  /** JSON of `Signals`. */
  signals: string | null;
  /** JSON of `SpamScore`, if anything suggested spam. */
  spam: string | null;
  locale: string | null;
  state: LeadState;
  /** Attempts that were begun, since a person last sent it on. */
  attempts: number;
  /** When a person last sent it on; null if none did, and it is tried since it was received. */
  tried_since: Generated<number | null>;
  /** Attempts that ended in doubt: a "double phone" after one is our own lead. */
  doubts: number;
  /** When the worker handles it next; null in a state that is final or waits for a person. */
  due_at: number | null;
  /** Until when a running attempt may take; after that the row is in doubt. */
  lease_until: number | null;
  /** Grows with every claim; a result with a smaller number is ignored. */
  fence: number;
  contact_id: string | null;
  /** The last answer of the upstream, without secrets. */
  detail: string | null;
  updated_at: number;
}

/** The history of a lead: one row for each attempt that ended. */
export interface LeadAttemptTable {
  id: Generated<number>;
  ref: string;
  at: number;
  attempt: number;
  /** What the row became: a {@link LeadState}. */
  state: LeadState;
  detail: string | null;
}

/** One intention to use a code up: of a lead, or of an idempotency key of `/redeem`. */
export interface RedemptionTable {
  id: string;
  /** Null for a redemption without a lead. */
  lead_ref: string | null;
  company: string;
  code: string;
  /** `codeKey(code)`; null for rows that were finished before the column existed. */
  code_key: string | null;
  state: RedemptionState;
  /** Attempts that were begun, except busy ones, or may have been before a backup was restored. */
  attempts: number;
  due_at: number | null;
  lease_until: number | null;
  fence: number;
  /** A reason code if it was refused. */
  reason: string | null;
  detail: string | null;
  created_at: number;
  updated_at: number;
}

/** A transaction that promises a use of a limited code locks its row until the commit. */
export interface LimitedCodeTable {
  company: string;
  code_key: string;
}

export interface IdempotencyKeyTable {
  /** SHA-256 in hex of call and key. */
  key_hash: string;
  /** SHA-256 in hex of the normalised business fields. */
  fingerprint: string;
  /** The reply; null while the first request is in progress. */
  reply: string | null;
  /** Null for a key of `/redeem`. */
  lead_ref: string | null;
  created_at: number;
}

/** What one server asked an upstream for, so that the others need not ask again. */
export interface SharedValueTable {
  key: string;
  /**
   * A list as JSON, or a token that only the servers can read; null until the first was loaded. One
   * row is not from an upstream: it says which upstreams the server uses.
   */
  value: string | null;
  /** Grows with every load. */
  generation: number;
  loaded_at: number | null;
  /** Until when a running load may take. */
  lease_until: number | null;
}

/** Written to find out whether the database takes writes. */
export interface ProbeTable {
  name: string;
  at: number;
}

/** Rate limits: of a visitor's wrong guesses, say. */
export interface RateTable {
  /** What is counted for whom, as a digest: no address is kept. */
  key: string;
  /** When the count will be back at zero; its distance from now is the count. */
  clear_at: number;
}

/** How many forms were shown and begun in an hour. Nothing in it identifies a visitor. */
export interface FormViewTable {
  /** The start of the hour. */
  hour: number;
  /** A slug; empty if none was chosen. */
  product: string;
  /** `viewLanguage()` */
  language: string;
  /** `clickSource()` */
  source: string;
  shown: number;
  started: number;
}

/** A key that values of the store may be encrypted with. */
export interface EncryptionKeyTable {
  /** The key's ID; `*` and `*before` are the server secrets by which phones are looked up. */
  id: string;
  /** A known text, encrypted, so that a server with another key under this ID notices in time. */
  probe: string;
  created_at: number;
  /** Until when a server claims to encrypt with it, unless it renews that; null if none does. */
  claimed_until: Generated<number | null>;
}

/** What the owner was alerted to through one channel. */
export interface AlertTable {
  channel: string;
  /** JSON of `LastAlerts`. */
  told: string;
  /** Until when a running alert may take; null if none is being sent. */
  lease_until: number | null;
}

/** A session that was opened with the owner's token. */
export interface OwnerSessionTable {
  /** HMAC of the cookie's value under the owner's token: a new token ends all sessions. */
  session_hash: string;
  created_at: number;
  expires_at: number;
}

/** What an owner read of personal data, or changed. Rows are only ever added. */
export interface AuditEntryTable {
  id: Generated<number>;
  at: number;
  /** The session, or what else gave access. */
  actor: string;
  /** Such as `lead.read` or `code.pause`. */
  action: string;
  /** A reference, a code, a filter: no personal data. */
  subject: string | null;
  /** Null if it was done. */
  outcome: 'refused' | 'failed' | null;
}
