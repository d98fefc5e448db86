import type { CodeRecord } from '../../backend/index.ts';
import { codeKey } from '../../contract/code.ts';
import type { OwnerCode, OwnerCodeState } from '../../contract/owner/codes.ts';
import { heldUses } from '../../proxy/index.ts';
import type { Store } from '../../store/index.ts';
import { preview } from '../../upstream/preview.ts';

/** Codes of a company, with the verdict that a visitor who typed one now would get. */
export async function codeRecords(
  store: Store,
  codes: readonly CodeRecord[],
  now: number,
): Promise<readonly OwnerCode[]> {
  const limited = codes.filter(({ limit }) => limit !== null);
  const company = limited[0]?.company ?? '';
  const keys = limited.map(({ code }) => codeKey(code));
  const held = await heldUses(store, company, keys);
  return codes.map((code) =>
    codeRecord(code, now, code.limit === null ? 0 : held.get(codeKey(code.code))),
  );
}

/** {@link codeRecords} for one code. */
export async function knownCodeRecord(
  store: Store,
  code: CodeRecord,
  now: number,
): Promise<OwnerCode> {
  const [record = codeRecord(code, now)] = await codeRecords(store, [code], now);
  return record;
}

/**
 * A code of which leads hold this many uses; by default none, as for a code that does not exist
 * yet.
 */
export function codeRecord(code: CodeRecord, now: number, held = 0): OwnerCode {
  const { limit, starts: startsAt, ends: endsAt } = code;
  const usesLeft = limit === null ? null : Math.max(0, limit - held);
  const verdict = preview({ ...code, usesLeft, startsAt, endsAt }, now);
  return { ...code, held, state: verdict.status === 'invalid' ? stateOf(verdict.reason) : 'valid' };
}

function stateOf(reason: string): OwnerCodeState {
  switch (reason) {
    case 'inactive':
    case 'not_started':
    case 'expired':
    case 'exhausted':
      return reason;
    default:
      return 'unusable';
  }
}
