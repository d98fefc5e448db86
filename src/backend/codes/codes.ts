import { pages, type Store } from '../../store/index.ts';
import { BackendError } from '../backend-error.ts';
import { requireCompany } from '../companies.ts';
import { type CodeRow, type NewCode, toCodeRow } from './new-code.ts';

/** A promo code as stored. Times are local times of `timezone`. */
export interface CodeRecord {
  readonly company: string;
  readonly code: string;
  /** Uses that are left; null: no limit. */
  readonly limit: number | null;
  readonly timezone: string;
  /** `YYYY-MM-DD HH:MM:SS`, or null. */
  readonly starts: string | null;
  readonly ends: string | null;
  readonly active: boolean;
}

export interface AddCodeOptions extends NewCode {
  /** Company ID. */
  readonly company: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A code as it would be added. @throws {BackendError} `invalid` */
export function previewCode({ company, now, ...given }: AddCodeOptions): CodeRecord {
  return toRecord(toCodeRow(company, now, given));
}

/** @throws {BackendError} `invalid`, `unknown` company, `duplicate` code of the company. */
export async function addCode(store: Store, options: AddCodeOptions): Promise<CodeRecord> {
  const { company, now } = options;
  await requireCompany(store, company);
  const row = toCodeRow(company, now, options);
  const { numInsertedOrUpdatedRows } = await store
    .insertInto('promo_codes')
    .values(row)
    .onConflict((conflict) => conflict.columns(['company_id', 'code_key']).doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) {
    throw new BackendError('duplicate', `Cannot add promo code: "${row.code}" exists`);
  }
  return toRecord(row);
}

export interface ListCodesOptions {
  readonly company?: string | undefined;
}

/**
 * @yields Codes by company and code, read page by page.
 * @throws {BackendError} `unknown` company.
 */
export async function* listCodes(
  store: Store,
  { company }: ListCodesOptions = {},
): AsyncGenerator<CodeRecord> {
  if (company !== undefined) await requireCompany(store, company);
  // No key is empty.
  const start = company === undefined ? undefined : { company_id: company, code_key: '' };
  const rows = pages<CodeRow>((last: Cursor | undefined = start, limit) => {
    let query = store.selectFrom('promo_codes').selectAll();
    // By the cursor alone, without a condition on the company: with both, SQLite reads all of the
    // company up to each page, and PostgreSQL without statistics sorts all of it for each.
    if (last) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('company_id', 'code_key'), '>', tuple(last.company_id, last.code_key)),
      );
    }
    return query.orderBy('company_id').orderBy('code_key').limit(limit).execute();
  });
  for await (const row of rows) {
    if (company !== undefined && row.company_id !== company) return;
    yield toRecord(row);
  }
}

/** The last code of a page, in the order of the index. */
type Cursor = Pick<CodeRow, 'company_id' | 'code_key'>;

export function toRecord(row: CodeRow): CodeRecord {
  return {
    company: row.company_id,
    code: row.code,
    limit: row.uses_left,
    timezone: row.timezone,
    starts: row.starts_at,
    ends: row.ends_at,
    active: row.active === 1,
  };
}
