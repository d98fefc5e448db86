/** What a worker looks for first; where there is none of it, it takes what there is. */
export type Turn = 'oldest lead' | 'new lead' | 'promo code';

/**
 * Whose turn it is, one after the other. After an outage a hundred thousand leads are due, and
 * they go in the order of their age. But a visitor who comes now has not to wait for all of them:
 * a share is for new leads. A promo code follows its contact at once (it might expire, or be used
 * up by others); the last share is for those that another process left.
 */
const order: readonly Turn[] = ['oldest lead', 'new lead', 'oldest lead', 'promo code'];

/** A lead is new for so long after it became due; then it has its place among the others. */
export const newMs = 60_000;

/** Answers the turns in their order, without end. */
export function createTurns(): () => Turn {
  let count = 0;
  return () => order[count++ % order.length] ?? 'oldest lead';
}
