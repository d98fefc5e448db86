import type { CodeRecord } from '../backend/index.ts';
import type { OwnerCode, OwnerCodeState } from '../contract/owner/codes.ts';
import { preview } from '../upstream/preview.ts';

/** A code with what a visitor who types it now would be told. */
export function codeRecord(code: CodeRecord, now: number): OwnerCode {
  const { limit: usesLeft, starts: startsAt, ends: endsAt } = code;
  const verdict = preview({ ...code, usesLeft, startsAt, endsAt }, now);
  return { ...code, state: verdict.status === 'invalid' ? stateOf(verdict.reason) : 'valid' };
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
