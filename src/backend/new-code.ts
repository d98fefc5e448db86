import { codeKey, codeLengthMax, normaliseCode } from '../contract/code.ts';
import { isPrintable, lengthOf } from '../contract/text.ts';
import type { PromoCodeTable } from '../store/index.ts';
import { canonicalTimeZone, readWindow } from '../upstream/promoholder/window.ts';
import { BackendError } from './backend-error.ts';
import { readOwnerTime } from './owner-time.ts';

/** A promo code as its owner gives it. */
export interface NewCode {
  readonly code: string;
  /** How often it can be used; null or left out is without limit. */
  readonly limit?: number | null | undefined;
  /** `Area/Location`; `UTC` where it is left out. */
  readonly timezone?: string | undefined;
  /** `YYYY-MM-DD` or `YYYY-MM-DD HH:MM[:SS]` on the zone's wall clock; a day begins at 00:00:00. */
  readonly starts?: string | null | undefined;
  /** The last second, likewise; a day ends at 23:59:59. */
  readonly ends?: string | null | undefined;
  /** True where it is left out. */
  readonly active?: boolean | undefined;
}

export type CodeRow = Omit<PromoCodeTable, 'id'>;

/** @throws {BackendError} `invalid`, with the first thing that is wrong. */
export function toCodeRow(company: string, now: number, given: NewCode): CodeRow {
  const code = normaliseCode(given.code);
  if (code === '' || lengthOf(code) > codeLengthMax || !isPrintable(code)) {
    throw invalid(`a code has 1 to ${codeLengthMax} printable characters`);
  }
  const { limit = null, active = true } = given;
  if (limit !== null && (!Number.isSafeInteger(limit) || limit < 0)) {
    throw invalid('a limit is a whole number, 0 or more');
  }
  const timezone = canonicalTimeZone(given.timezone ?? 'UTC');
  if (timezone === undefined) {
    throw invalid(`unknown time zone "${given.timezone}" (such as Europe/Moscow, Asia/Jakarta)`);
  }
  const starts_at = given.starts ? readOwnerTime(given.starts, 'start') : null;
  const ends_at = given.ends ? readOwnerTime(given.ends, 'end') : null;
  const window = readWindow({ timezone, startsAt: starts_at, endsAt: ends_at });
  if ('problem' in window) throw invalid(window.problem);
  if (window.startsAt !== null && window.endsAt !== null && window.endsAt < window.startsAt) {
    throw invalid('it would end before it starts');
  }
  return {
    company_id: company,
    code,
    code_key: codeKey(code),
    uses_left: limit,
    timezone,
    starts_at,
    ends_at,
    active: active ? 1 : 0,
    created_at: now,
  };
}

function invalid(problem: string): BackendError {
  return new BackendError('invalid', `Cannot add promo code: ${problem}`);
}
