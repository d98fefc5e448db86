import { codeKey } from '../../contract/code.ts';
import { type LeadRequest, usableClickId } from '../../contract/lead.ts';

export interface ClickIdOptions {
  /** Sent for visitors who came without a click id, because the upstream requires one. */
  readonly defaultClickId: string;
  /** The click id of the partner who has a promo code, by that code in any spelling. */
  readonly clickIds: ReadonlyMap<string, string>;
}

/** Returns the click id that a lead is sent with. */
export type ClickIdOf = (lead: Pick<LeadRequest, 'click_id' | 'promo_code'>) => string;

/**
 * The visitor's own click id, otherwise that of the partner whose promo code was typed, otherwise
 * the default. The code need not be valid: one that has ended, or is used up, came from the same
 * partner.
 */
export function createClickIds({ defaultClickId, clickIds }: ClickIdOptions): ClickIdOf {
  const byKey = new Map(Array.from(clickIds, ([code, clickId]) => [codeKey(code), clickId]));
  const ofCode = (code: string | undefined): string | undefined =>
    code === undefined || byKey.size === 0 ? undefined : byKey.get(codeKey(code));
  return ({ click_id, promo_code }) =>
    usableClickId(click_id) ?? ofCode(promo_code) ?? defaultClickId;
}
