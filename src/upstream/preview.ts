import type { Verdict } from '../contract/promo-code.ts';
import { toIso } from '../contract/to-iso.ts';
import type { PromoCode } from './ports.ts';
import { readWindow, refusalReason } from './promoholder/window.ts';

/**
 * What a check of a listed code would answer at `now` (milliseconds since 1970); no use is taken.
 * `undefined` is a code that is not in its company's list.
 */
export function preview(code: PromoCode | undefined, now: number): Verdict {
  if (code === undefined) return { status: 'invalid', reason: 'unknown' };
  const reason = refusalReason(code, now);
  if (reason !== undefined) return { status: 'invalid', reason };
  const window = readWindow(code);
  const endsAt = 'problem' in window ? null : window.endsAt;
  return {
    status: 'valid',
    code: code.code,
    ...(endsAt !== null && { ends_at: toIso(endsAt) }),
  };
}
