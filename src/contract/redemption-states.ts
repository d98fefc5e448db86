/** States of the use of a promo code: as stored, and as its owner reads them. */
export const redemptionStates = [
  /** Its lead is not delivered yet; the use is held for it. */
  'waiting',
  'pending',
  'sending',
  'redeemed',
  'refused',
  'unconfirmed',
  'held',
  /** Its lead was a duplicate or rejected, was given up, or is in quarantine: no code is burnt. */
  'released',
] as const;
export type RedemptionState = (typeof redemptionStates)[number];

/** A server brings these to their end by itself. */
export const unsentUseStates = ['waiting', 'pending', 'sending'] as const;
/** It may still be sent, and a lead's use is held for it until then. */
export const heldUseStates: readonly RedemptionState[] = [...unsentUseStates, 'held'];
/** It waits for a person: in doubt, or refused by how we are set up. */
export const attentionUseStates = ['unconfirmed', 'held'] as const;
export type AttentionUseState = (typeof attentionUseStates)[number];
