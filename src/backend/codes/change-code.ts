import type { Selectable } from 'kysely';
import { codeKey } from '../../contract/code.ts';
import {
  type PromoCodeTable,
  type Store,
  type StoreTransaction,
  transact,
} from '../../store/index.ts';
import { readWindow, wallClockAt } from '../../upstream/promoholder/window.ts';
import { BackendError } from '../backend-error.ts';
import { requireCompany } from '../companies.ts';
import { type CodeRecord, toRecord } from './codes.ts';
import { type CodeRow, type CodeTerms, refusing, toTermColumns } from './new-code.ts';

/** What is left out stays as it is; null removes it. */
export interface ChangeCodeOptions extends CodeTerms {
  readonly code: string;
  /** Needed only if several companies have the code. */
  readonly company?: string | undefined;
}

/**
 * Changes a code's terms, or pauses or activates it. A new limit is the number of uses left from
 * now on, whatever was used before. If only the time zone changes, its local times stay the same.
 *
 * @throws {BackendError} `unknown`, or `invalid` if several companies have it or it makes no sense.
 */
export function changeCode(
  store: Store,
  { code, company, ...given }: ChangeCodeOptions,
): Promise<CodeRecord> {
  return transact(store, async (transaction) => {
    const found = await findCode(transaction, code, company);
    return updateCode(transaction, found.id, changesOf(found, given));
  });
}

export interface EndCodeOptions {
  /** Company ID. */
  readonly company: string;
  readonly code: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Ends a code: its last second is the one before this.
 *
 * @throws {BackendError} `unknown`, or `invalid` if it has not begun or has ended.
 */
export function endCode(store: Store, { company, code, now }: EndCodeOptions): Promise<CodeRecord> {
  return transact(store, async (transaction) => {
    const found = await findCode(transaction, code, company);
    return updateCode(transaction, found.id, { ends_at: endBefore(found, now) });
  });
}

/** Locks the row until the transaction ends, because what is written depends on it. */
async function findCode(
  transaction: StoreTransaction,
  code: string,
  company: string | undefined,
): Promise<Selectable<PromoCodeTable>> {
  if (company !== undefined) await requireCompany(transaction, company);
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
    const whose = `several companies have "${code}": name the company`;
    throw new BackendError('invalid', `Cannot tell promo code: ${whose}`);
  }
  return found;
}

async function updateCode(
  transaction: StoreTransaction,
  id: number,
  changes: Partial<CodeRow>,
): Promise<CodeRecord> {
  const row = await transaction
    .updateTable('promo_codes')
    .set(changes)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toRecord(row);
}

function changesOf(row: CodeRow, { active, ...terms }: CodeTerms): Partial<CodeRow> {
  const isActive = active ?? row.active === 1;
  // A code can be paused even if its window can no longer be understood.
  const changesTerms = Object.values(terms).some((term) => term !== undefined);
  if (!changesTerms) return { active: isActive ? 1 : 0 };
  const { limit = row.uses_left, timezone = row.timezone } = terms;
  const { starts = row.starts_at, ends = row.ends_at } = terms;
  return toTermColumns(
    { limit, timezone, starts, ends, active: isActive },
    refusing(`change promo code "${row.code}"`),
  );
}

/** When clocks are set back a local time occurs twice, and the window lasts until the second. */
const lastSecondsMs = [1000, 60 * 60_000 + 1000] as const;

function endBefore(row: CodeRow, now: number): string {
  const { code, timezone, starts_at: startsAt, ends_at } = row;
  const current = readWindow({ timezone, startsAt, endsAt: ends_at });
  if ('problem' in current) {
    throw new BackendError('invalid', `Cannot end promo code "${code}": ${current.problem}`);
  }
  if (current.startsAt !== null && now - 1000 < current.startsAt) {
    throw new BackendError('invalid', `Cannot end promo code "${code}": it has not begun`);
  }
  if (current.endsAt !== null && current.endsAt + 1000 <= now) {
    throw new BackendError('invalid', `Cannot end promo code "${code}": it has ended`);
  }
  const ends = lastSecondsMs.map((ago) => wallClockAt(now - ago, timezone));
  const end = ends.find((endsAt) => {
    const window = readWindow({ timezone, startsAt: null, endsAt });
    return !('problem' in window) && (window.endsAt ?? now) + 1000 <= now;
  });
  return end ?? wallClockAt(now - 1000, timezone);
}
