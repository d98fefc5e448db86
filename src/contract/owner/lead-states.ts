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
/** States from which a single lead can be sent again; one that is pending is only hastened. */
export const resendableStates: readonly OwnerLeadState[] = [...retriedStates, 'pending'];
/** States of which a person can say how the lead ended. */
export const settleableStates: readonly OwnerLeadState[] = [...resendableStates, 'in_doubt'];

/**
 * Whether a person may correct what is sent of a lead. Not where a call may have arrived with what
 * it said before: that would make a second contact. A refusal answers the calls before it, too.
 */
export function isCorrectable(lead: {
  readonly state: OwnerLeadState;
  readonly doubts: number;
}): boolean {
  const { state, doubts } = lead;
  return resendableStates.includes(state) && (doubts === 0 || state === 'rejected');
}
