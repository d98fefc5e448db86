import type { Selectable } from 'kysely';
import { codeKey } from '../contract/code.ts';
import { type JournalTable, searchRows, type Store } from '../store/index.ts';
import { type JournalRecord, toJournalRecord } from './journal.ts';

export interface FindJournalOptions {
  /** Company ID. */
  readonly company: string;
  /** Without regard to case. */
  readonly code?: string | undefined;
  /** Only entries before this one: `next` of the previous page. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface FoundJournal {
  readonly entries: readonly JournalRecord[];
  /** `before` of the next page; undefined at the end. */
  readonly next: number | undefined;
}

/** A page of the API Journal, newest first. */
export async function findJournal(
  store: Store,
  { company, code = '', before, limit }: FindJournalOptions,
): Promise<FoundJournal> {
  const key = codeKey(code);
  const { rows, searchedTo } = await searchRows<Selectable<JournalTable>, number>({
    limit,
    before,
    cursorOf: ({ id }) => id,
    // Not in SQL: SQLite's `lower` knows only ASCII.
    matches: key === '' ? undefined : (row) => codeKey(row.code) === key,
    read: (cursor, count) => {
      let query = store.selectFrom('journal').selectAll().where('company_id', '=', company);
      if (cursor !== undefined) query = query.where('id', '<', cursor);
      return query.orderBy('id', 'desc').limit(count).execute();
    },
  });
  return { entries: rows.map(toJournalRecord), next: searchedTo };
}
