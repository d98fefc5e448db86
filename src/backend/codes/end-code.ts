import { codeKey } from '../../contract/code.ts';
import type { PromoCodeTable, Store } from '../../store/index.ts';
import { readWindow, wallClockAt } from '../../upstream/promoholder/window.ts';
import { BackendError } from '../backend-error.ts';
import { type CodeRecord, toRecord } from './codes.ts';

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
 * @throws {BackendError} `unknown`, or `invalid` where it has not begun or has ended.
 */
export async function endCode(
  store: Store,
  { company, code, now }: EndCodeOptions,
): Promise<CodeRecord> {
  const found = await store
    .selectFrom('promo_codes')
    .selectAll()
    .where('company_id', '=', company)
    .where('code_key', '=', codeKey(code))
    .executeTakeFirst();
  if (!found) throw new BackendError('unknown', `Cannot find promo code: "${code}"`);
  const row = await store
    .updateTable('promo_codes')
    .set({ ends_at: endBefore(found, now) })
    .where('id', '=', found.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toRecord(row);
}

/** Where clocks are set back, a local time comes twice, and the window lasts until the second. */
const lastSecondsMs = [1000, 60 * 60_000 + 1000] as const;

function endBefore(row: Omit<PromoCodeTable, 'id'>, now: number): string {
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
