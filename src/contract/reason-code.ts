/** Why a code was refused. `invalid` replaces all of them if the owner wants coarse reasons. */
export const reasonCodes = [
  'unknown',
  'inactive',
  'not_started',
  'expired',
  'exhausted',
  'other',
  'invalid',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];
