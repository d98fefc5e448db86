import { codeKey } from '../../contract/code.ts';
import { isPrintable } from '../../contract/text.ts';
import { chunksOf, type Store, transact } from '../../store/index.ts';
import { padInList } from '../../store/rows/pad-in-list.ts';
import { requireCompany } from '../companies.ts';
import { type BulkHooks, rowsPerStatement } from './insert-codes.ts';

/** A code by its name. */
export interface NamedCode {
  readonly code: string;
  /** Needed only if several companies have the code. */
  readonly company?: string | undefined;
}

export interface SetCodesActiveOptions extends BulkHooks {
  readonly codes: readonly NamedCode[];
  readonly active: boolean;
}

export interface NameProblem {
  /** From 0, in the order of `codes`. */
  readonly index: number;
  readonly code: string;
  readonly problem: string;
}

export interface SetCodesActiveResult {
  /** The number of different codes: two spellings of one count once. */
  readonly codes: number;
  /** How many of them were changed; none if there are problems. */
  readonly changed: number;
  readonly problems: readonly NameProblem[];
}

/**
 * Pauses or activates many codes: all of them, or none and a list of those that do not exist. All
 * are looked up before the first is changed, and no code is ever deleted. They are changed in short
 * transactions, so that a server on the same store keeps serving; the same call once more completes
 * one that was interrupted.
 *
 * @throws {BackendError} `unknown` company.
 */
export async function setCodesActive(
  store: Store,
  { codes, active, onProgress, pause }: SetCodesActiveOptions,
): Promise<SetCodesActiveResult> {
  const problems: NameProblem[] = [];
  const ids = new Set<number>();
  const named = codes.map((each, index) => ({ ...each, index }));
  const companies = await companiesOf(store, codes);
  for (const batch of chunksOf(named, rowsPerStatement)) {
    const found = await findIds(store, batch, companies);
    for (const { index, code, company } of batch) {
      const [id, another] = found({ code, company });
      if (id === undefined) problems.push({ index, code, problem: 'there is no such promo code' });
      else if (another === undefined) ids.add(id);
      else problems.push({ index, code, problem: 'several companies have it: name the company' });
    }
    await pause?.();
  }
  if (problems.length > 0) return { codes: ids.size, changed: 0, problems };
  let done = 0;
  let changed = 0;
  // Always in one order, so that two calls for the same codes cannot deadlock.
  const inOrder = [...ids].toSorted((one, other) => one - other);
  for (const batch of chunksOf(inOrder, rowsPerStatement)) {
    changed += await changeBatch(store, batch, active);
    done += batch.length;
    onProgress?.(done);
    await pause?.();
  }
  return { codes: ids.size, changed, problems };
}

/** The companies that may have the codes: the index finds a code only within a company. */
async function companiesOf(store: Store, codes: readonly NamedCode[]): Promise<readonly string[]> {
  const named = new Set(codes.map(({ company }) => company));
  for (const company of named) if (company !== undefined) await requireCompany(store, company);
  if (!named.has(undefined)) return [...named].filter((company) => company !== undefined);
  const rows = await store.selectFrom('companies').select('id').execute();
  return rows.map(({ id }) => id);
}

type FindIds = (named: NamedCode) => readonly number[];

async function findIds(
  store: Store,
  names: readonly NamedCode[],
  companies: readonly string[],
): Promise<FindIds> {
  // Every code is printable, and PostgreSQL refuses a NUL.
  const keys = names.map(({ code }) => codeKey(code)).filter(isPrintable);
  if (keys.length === 0 || companies.length === 0) return () => [];
  const rows = await store
    .selectFrom('promo_codes')
    .select(['id', 'company_id', 'code_key'])
    .where('company_id', 'in', padInList(companies))
    .where('code_key', 'in', padInList(keys))
    .execute();
  const byKey = Map.groupBy(rows, ({ code_key }) => code_key);
  return ({ code, company }) =>
    (byKey.get(codeKey(code)) ?? [])
      .filter(({ company_id }) => company === undefined || company_id === company)
      .map(({ id }) => id);
}

async function changeBatch(
  store: Store,
  ids: readonly number[],
  isActive: boolean,
): Promise<number> {
  const active = isActive ? 1 : 0;
  const { numUpdatedRows } = await transact(store, (transaction) =>
    transaction
      .updateTable('promo_codes')
      .set({ active })
      .where('id', 'in', padInList(ids))
      .where('active', '<>', active)
      .executeTakeFirstOrThrow(),
  );
  return Number(numUpdatedRows);
}
