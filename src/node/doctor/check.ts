import type { OwnerCheck, OwnerCheckName } from '../../contract/owner/setup.ts';

/** One line of the doctor's report. */
export type Check = OwnerCheck;

export function ok(check: OwnerCheckName, detail: string): Check {
  return { check, status: 'ok', detail, advice: null };
}

export function warning(check: OwnerCheckName, detail: string, advice: string): Check {
  return { check, status: 'warning', detail, advice };
}

export function fail(check: OwnerCheckName, detail: string, advice: string): Check {
  return { check, status: 'fail', detail, advice };
}
