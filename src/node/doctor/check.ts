import type { OwnerCheck } from '../../contract/owner/setup.ts';

/** One line of the doctor's report. */
export type Check = OwnerCheck;

export function ok(check: string, detail: string): Check {
  return { check, status: 'ok', detail, advice: null };
}

export function warning(check: string, detail: string, advice: string): Check {
  return { check, status: 'warning', detail, advice };
}

export function fail(check: string, detail: string, advice: string): Check {
  return { check, status: 'fail', detail, advice };
}
