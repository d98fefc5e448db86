/** Why a code was refused. `invalid` stands for all of them where the owner wants it coarse. */
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
