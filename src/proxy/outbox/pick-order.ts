/** What a worker tries first; if there is none of it, it takes whatever there is. */
export type WorkKind = 'oldest lead' | 'new lead' | 'promo code';

/**
 * A weighted round-robin. After an outage a hundred thousand leads may be due, and they are sent in
 * the order of their age. But a visitor who comes now should not wait for all of them: a share is
 * for new leads. A promo code follows its contact at once (it might expire, or be used up by
 * others); the last share is for those that another process left.
 */
const order: readonly WorkKind[] = ['oldest lead', 'new lead', 'oldest lead', 'promo code'];

/** For how long after it became due a lead counts as new; then it is sent in the order of age. */
export const newMs = 60_000;

/** Returns the kinds in their order, without end. */
export function createPickOrder(): () => WorkKind {
  let count = 0;
  return () => order[count++ % order.length] ?? 'oldest lead';
}
