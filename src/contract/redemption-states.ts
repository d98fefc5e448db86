/** States of the use of a promo code: as stored, and as the owner sees them. */
export const redemptionStates = [
  /** Its lead is not delivered yet; the use is reserved for it. */
  'waiting',
  'pending',
  'sending',
  'redeemed',
  'refused',
  'unconfirmed',
  'held',
  /**
   * Its lead was a duplicate or rejected, was given up, or is in quarantine: no code is consumed.
   */
  'released',
] as const;
export type RedemptionState = (typeof redemptionStates)[number];

/** A server will still change these on its own. */
export const unsentUseStates = ['waiting', 'pending', 'sending'] as const;
/** It may still be sent, and its use is reserved until then. */
export const heldUseStates: readonly RedemptionState[] = [...unsentUseStates, 'held'];
/** It waits for a person: in doubt, or refused because of our configuration. */
export const attentionUseStates = ['unconfirmed', 'held'] as const;
export type AttentionUseState = (typeof attentionUseStates)[number];
