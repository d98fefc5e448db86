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
