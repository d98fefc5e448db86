import type { Store } from '../../store/store.ts';
import { expireLeads } from './lead-queue.ts';
import { expireRedemptions } from './redemption-queue.ts';

/** Ends attempts whose lease ran out, of leads and of promo codes. Resolves to their numbers. */
export async function expireAttempts(
  store: Store,
  { now, quietMs }: { readonly now: () => number; readonly quietMs: number },
): Promise<{ readonly leads: number; readonly redemptions: number }> {
  const leads = await expireLeads(store, { now: now(), quietMs });
  const redemptions = await expireRedemptions(store, now());
  return { leads, redemptions };
}
