/** States of a lead, in the order of its way: as stored, and as its owner reads them. */
export const leadStates = [
  'pending',
  'sending',
  'delivered',
  'duplicate',
  'rejected',
  'in_doubt',
  'held',
  'dead',
  /** It looks like spam: a person releases it, or throws it away. */
  'quarantined',
] as const;
export type LeadState = (typeof leadStates)[number];

/** A server brings these to their end by itself: the outbox. */
export const unsentStates: readonly LeadState[] = ['pending', 'sending', 'in_doubt'];
/** Nothing but a person moves a lead from these. */
export const restingStates = [
  'delivered',
  'duplicate',
  'rejected',
  'held',
  'dead',
  'quarantined',
] as const;
export type RestingState = (typeof restingStates)[number];
/** Of these an affiliate's tracker can be told. */
export const postbackStates = ['delivered', 'duplicate', 'rejected'] as const;
export type PostbackState = (typeof postbackStates)[number];
/** The upstream has said its last word. */
export const answeredStates: readonly LeadState[] = [...postbackStates];
/** No server brings these any further: they wait for a person. */
export const attentionStates = ['held', 'dead', 'quarantined'] as const;
/** A lead can be sent from these, now or by a person. */
export const sendableStates: readonly LeadState[] = leadStates.filter(
  (state) => state !== 'delivered' && state !== 'duplicate',
);

/** States from which all leads of a list can be sent again. */
export const retriedStates = ['held', 'dead', 'rejected'] as const;
export type RetriedState = (typeof retriedStates)[number];
/** States from which a single lead can be sent again; one that is pending is only hastened. */
export const resendableStates: readonly LeadState[] = [...retriedStates, 'pending'];
/** States of which a person can say how the lead ended. */
export const settleableStates: readonly LeadState[] = [...resendableStates, 'in_doubt'];

/**
 * Whether a person may correct what is sent of a lead. Not where a call may have arrived with what
 * it said before: that would make a second contact. A refusal answers the calls before it, too.
 */
export function isCorrectable(lead: {
  readonly state: LeadState;
  readonly doubts: number;
}): boolean {
  const { state, doubts } = lead;
  return resendableStates.includes(state) && (doubts === 0 || state === 'rejected');
}
