import { codeKey } from '../../contract/code.ts';
import { pages, type Store } from '../../store/index.ts';
import { requireCompany } from '../companies.ts';
import { type CodeRecord, toRecord } from './codes.ts';
import { existingCodes } from './insert-codes.ts';
import type { CodeRow } from './new-code.ts';

export interface FindCodesOptions {
  /** Company ID. */
  readonly company: string;
  /** The beginning of the code, without regard to case. */
  readonly search?: string | undefined;
  /** Only codes after this one: `next` of the previous page. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface FoundCodes {
  readonly codes: readonly CodeRecord[];
  /** `after` of the next page; undefined at the end. */
  readonly next: string | undefined;
}

/** A page of a company's codes, in order. @throws {BackendError} `unknown` company. */
export async function findCodes(
  store: Store,
  { company, search, after, limit }: FindCodesOptions,
): Promise<FoundCodes> {
  await requireCompany(store, company);
  const rows = await readCodes(store, { company, search, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  return {
    codes: page.map(toRecord),
    next: rows.length > limit ? page.at(-1)?.code_key : undefined,
  };
}

/**
 * @yields All codes of a company that begin like this, in order, read page by page.
 * @throws {BackendError} `unknown` company.
 */
export async function* eachCode(
  store: Store,
  options: Pick<FindCodesOptions, 'company' | 'search'>,
): AsyncGenerator<CodeRecord> {
  await requireCompany(store, options.company);
  const rows = pages<CodeRow>((last, limit) =>
    readCodes(store, { ...options, after: last?.code_key, limit }),
  );
  for await (const row of rows) yield toRecord(row);
}

function readCodes(
  store: Store,
  { company, search = '', after, limit }: FindCodesOptions,
): Promise<readonly CodeRow[]> {
  const start = codeKey(search);
  let query = store.selectFrom('promo_codes').selectAll().where('company_id', '=', company);
  // A range of the index. No key has anything above the highest code point.
  if (start !== '') {
    query = query.where('code_key', '>=', start).where('code_key', '<', `${start}\u{10ffff}`);
  }
  if (after !== undefined) query = query.where('code_key', '>', after);
  return query.orderBy('code_key').limit(limit).execute();
}

/** The codes with these names that the company has. */
export async function namedCodes(
  store: Store,
  company: string,
  codes: readonly string[],
): Promise<readonly CodeRecord[]> {
  const records: CodeRecord[] = [];
  for await (const row of existingCodes(store, company, codes.map(codeKey))) {
    records.push(toRecord(row));
  }
  return records;
}
