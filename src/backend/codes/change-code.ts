import type { Selectable } from 'kysely';
import { codeKey } from '../../contract/code.ts';
import {
  type PromoCodeTable,
  type Store,
  type StoreTransaction,
  transact,
} from '../../store/index.ts';
import { BackendError } from '../backend-error.ts';
import { type CodeRecord, toRecord } from './codes.ts';
import { type CodeTerms, refusing, toTermColumns } from './new-code.ts';

/** What is left out stays as it is; null is none. */
export interface ChangeCodeOptions extends CodeTerms {
  readonly code: string;
  /** Needed only where several companies have the code. */
  readonly company?: string | undefined;
}

/**
 * Changes a code's terms, or pauses and activates it. The uses that are left are so many from now
 * on, whatever was used before. With another time zone alone its times are that zone's.
 *
 * @throws {BackendError} `unknown`, or `invalid` where several companies have it or it makes no
 *   sense.
 */
export function changeCode(
  store: Store,
  { code, company, ...given }: ChangeCodeOptions,
): Promise<CodeRecord> {
  return transact(store, async (transaction) => {
    const found = await findCode(transaction, code, company);
    const row = await transaction
      .updateTable('promo_codes')
      .set(changesOf(found, given))
      .where('id', '=', found.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toRecord(row);
  });
}

async function findCode(
  transaction: StoreTransaction,
  code: string,
  company: string | undefined,
): Promise<Selectable<PromoCodeTable>> {
  let query = transaction
    .selectFrom('promo_codes')
    .selectAll()
    .where('code_key', '=', codeKey(code))
    .forUpdate();
  if (company !== undefined) query = query.where('company_id', '=', company);
  const [found, another] = await query.limit(2).execute();
  if (found === undefined) {
    throw new BackendError('unknown', `Cannot find promo code: "${code}"`);
  }
  if (another !== undefined) {
    throw new BackendError('invalid', `Cannot tell promo code: several companies have "${code}"`);
  }
  return found;
}

type CodeColumns = Omit<PromoCodeTable, 'id'>;

function changesOf(row: CodeColumns, { active, ...terms }: CodeTerms): Partial<CodeColumns> {
  const isActive = active ?? row.active === 1;
  // A period that cannot be understood any more is no reason not to pause.
  const isOfTerms = Object.values(terms).some((term) => term !== undefined);
  if (!isOfTerms) return { active: isActive ? 1 : 0 };
  const { limit = row.uses_left, timezone = row.timezone } = terms;
  const { starts = row.starts_at, ends = row.ends_at } = terms;
  return toTermColumns(
    { limit, timezone, starts, ends, active: isActive },
    refusing(`change promo code "${row.code}"`),
  );
}
