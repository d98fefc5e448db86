import type { OwnerCode } from '../../../src/contract/owner/codes.ts';

/** A code of the company `a`, valid and without limits, apart from these fields. */
export function code(name: string, fields: Partial<OwnerCode> = {}): OwnerCode {
  const terms = { limit: null, held: 0, timezone: 'UTC', starts: null, ends: null };
  return { company: 'a', code: name, ...terms, active: true, state: 'valid', ...fields };
}
