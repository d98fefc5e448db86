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
/** The upstream has said its last word. */
export const answeredStates: readonly LeadState[] = ['delivered', 'duplicate', 'rejected'];
/** Of these an affiliate's tracker can be told. */
export const toldStates = ['delivered', 'duplicate', 'rejected'] as const;
export type ToldState = (typeof toldStates)[number];
/** A lead can be sent from these, now or by a person. */
export const sendableStates: readonly LeadState[] = leadStates.filter(
  (state) => state !== 'delivered' && state !== 'duplicate',
);
