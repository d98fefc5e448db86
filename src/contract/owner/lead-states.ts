/** States of a lead, in the order of its way. */
export const ownerLeadStates = [
  'pending',
  'sending',
  'delivered',
  'duplicate',
  'rejected',
  'in_doubt',
  'held',
  'dead',
  'quarantined',
] as const;
export type OwnerLeadState = (typeof ownerLeadStates)[number];

/** States from which all leads of a list can be sent again. */
export const retriedStates = ['held', 'dead', 'rejected'] as const;
export type RetriedState = (typeof retriedStates)[number];
