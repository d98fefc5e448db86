import type { Selectable } from 'kysely';
import { codeKey } from '../contract/code.ts';
import { readsAsPhone } from '../contract/phone.ts';
import { toIso } from '../contract/to-iso.ts';
import { type JournalTable, pages, type Store, type StoreTransaction } from '../store/index.ts';
import { requireCompany } from './companies.ts';

/** One answered check: the company, the code and the answer. */
export interface JournalRecord {
  /** ISO 8601. */
  readonly at: string;
  readonly company: string;
  readonly code: string;
  readonly used: boolean;
  /** The vendor's text; null if the code was used. */
  readonly reason: string | null;
}

export interface ListJournalOptions {
  readonly company?: string | undefined;
  /** Without regard to case. */
  readonly code?: string | undefined;
}

/** @yields The API Journal, oldest first, read page by page. */
export async function* listJournal(
  store: Store,
  { company, code }: ListJournalOptions = {},
): AsyncGenerator<JournalRecord> {
  const key = code === undefined ? undefined : codeKey(code);
  for await (const entry of entriesOf(store, company)) {
    // Not in SQL: SQLite's `lower` knows only ASCII.
    if (key !== undefined && codeKey(entry.code) !== key) continue;
    yield toJournalRecord(entry);
  }
}

/** Entries of a company, or all, oldest first; read page by page. */
function entriesOf(store: Store, company?: string): AsyncGenerator<Selectable<JournalTable>> {
  return pages<Selectable<JournalTable>>((last, limit) => {
    let query = store
      .selectFrom('journal')
      .selectAll()
      .where('id', '>', last?.id ?? 0);
    if (company !== undefined) query = query.where('company_id', '=', company);
    return query.orderBy('id').limit(limit).execute();
  });
}

/**
 * A company that has entries but is unknown here had its codes in a file before.
 *
 * @throws {BackendError} `unknown` company.
 */
export async function requireJournalCompany(store: Store, company: string): Promise<void> {
  const entry = await store
    .selectFrom('journal')
    .select('id')
    .where('company_id', '=', company)
    .limit(1)
    .executeTakeFirst();
  if (!entry) await requireCompany(store, company);
}

/** @yields Entries whose promo code was this phone (ASCII digits), in any formatting. */
export async function* journalOfPhone(
  store: Store,
  phone: string,
): AsyncGenerator<Selectable<JournalTable>> {
  for await (const entry of entriesOf(store)) {
    if (readsAsPhone(entry.code, phone)) yield entry;
  }
}

export function toJournalRecord(row: Selectable<JournalTable>): JournalRecord {
  return {
    at: toIso(row.at),
    company: row.company_id,
    code: row.code,
    used: row.used === 1,
    reason: row.reason,
  };
}

/** Records an answer, in the transaction that made it true. */
export async function addJournalEntry(
  transaction: StoreTransaction,
  entry: Omit<Selectable<JournalTable>, 'id'>,
): Promise<void> {
  await transaction.insertInto('journal').values(entry).execute();
}
