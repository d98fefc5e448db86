import type { ReasonCode } from '../../contract/reason-code.ts';

/** How much a refusal tells: `coarse` gives a guesser no hint of which codes exist. */
export type ReasonPolicy = 'full' | 'coarse';

/** The reasons of verdicts as the owner lets them out. */
export interface Reasons {
  of<T extends { readonly status: string }>(verdict: T): T;
}

export function createReasons(policy: ReasonPolicy): Reasons {
  const invalid: ReasonCode = 'invalid';
  return {
    of: (verdict) =>
      policy === 'coarse' && 'reason' in verdict ? { ...verdict, reason: invalid } : verdict,
  };
}
