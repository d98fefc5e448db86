import { codeKey, codeLengthMax, normaliseCode } from '../../contract/code.ts';
import { isPrintable, lengthOf } from '../../contract/text.ts';
import type { PromoCodeTable } from '../../store/index.ts';
import { canonicalTimeZone, readWindow } from '../../upstream/promoholder/window.ts';
import { BackendError } from '../backend-error.ts';
import { readOwnerTime } from '../owner-time.ts';

/** The terms of a promo code, as its owner writes them. */
export interface CodeTerms {
  /** How often it can be used; null or left out: no limit. */
  readonly limit?: number | null | undefined;
  /** `Area/Location`; `UTC` if left out. */
  readonly timezone?: string | undefined;
  /** `YYYY-MM-DD` or `YYYY-MM-DD HH:MM[:SS]` in the zone's local time; a day begins at 00:00:00. */
  readonly starts?: string | null | undefined;
  /** The last second, likewise; a day ends at 23:59:59. */
  readonly ends?: string | null | undefined;
  /** True if left out. */
  readonly active?: boolean | undefined;
}

/** A promo code as its owner writes it. */
export interface NewCode extends CodeTerms {
  readonly code: string;
}

export type CodeRow = Omit<PromoCodeTable, 'id'>;

/** The columns of a code's terms. */
type TermColumns = Pick<CodeRow, 'uses_left' | 'timezone' | 'starts_at' | 'ends_at' | 'active'>;

/** @throws {BackendError} `invalid`, with the first thing that is wrong. */
export function toCodeRow(company: string, now: number, given: NewCode): CodeRow {
  const code = normaliseCode(given.code);
  const refuse = refusing('add promo code');
  if (code === '' || lengthOf(code) > codeLengthMax || !isPrintable(code)) {
    throw refuse(`a code has 1 to ${codeLengthMax} printable characters`);
  }
  return {
    company_id: company,
    code,
    code_key: codeKey(code),
    ...toTermColumns(given, refuse),
    created_at: now,
  };
}

/** @throws {BackendError} `invalid`, with the first thing that is wrong. */
export function toTermColumns(
  given: CodeTerms,
  refuse: (problem: string) => BackendError,
): TermColumns {
  const { limit = null, active = true } = given;
  if (limit !== null && (!Number.isSafeInteger(limit) || limit < 0)) {
    throw refuse('a limit is a whole number, 0 or more');
  }
  const timezone = canonicalTimeZone(given.timezone ?? 'UTC');
  if (timezone === undefined) {
    throw refuse(`unknown time zone "${given.timezone}" (such as Europe/Moscow, Asia/Jakarta)`);
  }
  const { starts = null, ends = null } = given;
  const starts_at = starts === null ? null : readOwnerTime(starts, 'start');
  const ends_at = ends === null ? null : readOwnerTime(ends, 'end');
  const window = readWindow({ timezone, startsAt: starts_at, endsAt: ends_at });
  if ('problem' in window) throw refuse(window.problem);
  if (window.startsAt !== null && window.endsAt !== null && window.endsAt < window.startsAt) {
    throw refuse('it would end before it starts');
  }
  return { uses_left: limit, timezone, starts_at, ends_at, active: active ? 1 : 0 };
}

/** Makes errors that say what could not be done, and why. */
export function refusing(what: string): (problem: string) => BackendError {
  return (problem) => new BackendError('invalid', `Cannot ${what}: ${problem}`);
}
