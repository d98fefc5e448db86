/** One line of the doctor's report. */
export interface Check {
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'fail';
  /** What was found. */
  readonly detail: string;
  /** What to do next; null where all is well. */
  readonly advice: string | null;
}

export function ok(check: string, detail: string): Check {
  return { check, status: 'ok', detail, advice: null };
}

export function warning(check: string, detail: string, advice: string): Check {
  return { check, status: 'warning', detail, advice };
}

export function fail(check: string, detail: string, advice: string): Check {
  return { check, status: 'fail', detail, advice };
}
