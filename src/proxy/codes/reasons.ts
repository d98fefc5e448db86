import type { ReasonCode } from '../../contract/reason-code.ts';

/** How much a refusal says: `coarse` gives no hint of which codes exist to somebody who guesses. */
export type ReasonPolicy = 'full' | 'coarse';

/** The reasons of verdicts, as far as the owner lets visitors see them. */
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
