import { companyId } from '../contract/fields.ts';
import type { OwnerCompany } from '../contract/owner/codes.ts';
import { isPrintable, normaliseText } from '../contract/text.ts';
import type { Store } from '../store/index.ts';
import { BackendError } from './backend-error.ts';
import { randomText } from './codes/random-text.ts';

const titleLengthMax = 255;

/** A company as its owner sees it. */
export type CompanyRecord = OwnerCompany;

export interface NewCompany {
  /** Random if left out. */
  readonly id?: string | undefined;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** @throws {BackendError} `invalid` for a bad ID or title, `duplicate` for a known ID. */
export async function addCompany(
  store: Store,
  { id = randomText(24, 'abcdefghijklmnopqrstuvwxyz0123456789'), title: rawTitle, now }: NewCompany,
): Promise<{ readonly id: string; readonly title: string }> {
  const title = normaliseText(rawTitle);
  if (title === '' || title.length > titleLengthMax || !isPrintable(title)) {
    throw new BackendError(
      'invalid',
      'Cannot add company: its title is empty, long or unprintable',
    );
  }
  if (!companyId.test(id)) {
    throw new BackendError(
      'invalid',
      'Cannot add company: an ID is letters, digits, "_", "." and "-"',
    );
  }
  const { numInsertedOrUpdatedRows } = await store
    .insertInto('companies')
    .values({ id, title, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) {
    throw new BackendError('duplicate', `Cannot add company: ID "${id}" exists`);
  }
  return { id, title };
}

/** All companies, oldest first, with their codes counted. */
export async function listCompanies(store: Store): Promise<readonly CompanyRecord[]> {
  const rows = await store
    .with('counts', (db) =>
      db
        .selectFrom('promo_codes')
        .select(({ fn }) => [
          'company_id',
          fn.countAll<number>().as('all'),
          fn.sum<number | string>('active').as('active'),
        ])
        .groupBy('company_id'),
    )
    .selectFrom('companies')
    .leftJoin('counts', 'counts.company_id', 'companies.id')
    .select(['companies.id', 'companies.title', 'counts.all', 'counts.active'])
    .orderBy('companies.created_at')
    .orderBy('companies.id')
    .execute();
  return rows.map(({ id, title, ...counts }) => {
    const all = counts.all ?? 0;
    const active = Number(counts.active);
    return { id, title, codes: { all, active, inactive: all - active } };
  });
}

export async function hasCompany(store: Store, id: string): Promise<boolean> {
  if (!companyId.test(id)) return false;
  const row = await store
    .selectFrom('companies')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** @throws {BackendError} `unknown` */
export async function requireCompany(store: Store, id: string): Promise<void> {
  if (await hasCompany(store, id)) return;
  throw new BackendError('unknown', `Cannot find company: no ID is "${id}"`);
}
