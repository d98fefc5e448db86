/**
 * States of a lead, in the order in which it passes through them: as stored, and as its owner sees
 * them.
 */
export const leadStates = [
  'pending',
  'sending',
  'delivered',
  'duplicate',
  'rejected',
  'in_doubt',
  'held',
  'dead',
  /** It looks like spam: a person releases or deletes it. */
  'quarantined',
] as const;
export type LeadState = (typeof leadStates)[number];

/** A server will still change these on its own: the outbox. */
export const unsentStates: readonly LeadState[] = ['pending', 'sending', 'in_doubt'];
/** Only a person moves a lead from these. */
export const restingStates = [
  'delivered',
  'duplicate',
  'rejected',
  'held',
  'dead',
  'quarantined',
] as const;
export type RestingState = (typeof restingStates)[number];
/** These can be reported to an affiliate's tracker. */
export const postbackStates = ['delivered', 'duplicate', 'rejected'] as const;
export type PostbackState = (typeof postbackStates)[number];
/** The upstream has given its final answer. */
export const answeredStates: readonly LeadState[] = [...postbackStates];
/** These wait for a person: no server changes them. */
export const attentionStates = ['held', 'dead', 'quarantined'] as const;
/** A lead can be sent from these, by a server or by a person. */
export const sendableStates: readonly LeadState[] = leadStates.filter(
  (state) => state !== 'delivered' && state !== 'duplicate',
);

/** States from which all leads of a list can be sent again. */
export const retriedStates = ['held', 'dead', 'rejected'] as const;
export type RetriedState = (typeof retriedStates)[number];
/** States from which a single lead can be sent again; one that is pending is only sent earlier. */
export const resendableStates: readonly LeadState[] = [...retriedStates, 'pending'];
/** States in which a person can record how the lead ended. */
export const settleableStates: readonly LeadState[] = [...resendableStates, 'in_doubt'];

/**
 * Whether a person may correct a lead. Not if a call with the old data may have arrived: that would
 * make a second contact. A refusal also settles the calls before it.
 */
export function isCorrectable(lead: {
  readonly state: LeadState;
  readonly doubts: number;
}): boolean {
  const { state, doubts } = lead;
  return resendableStates.includes(state) && (doubts === 0 || state === 'rejected');
}
