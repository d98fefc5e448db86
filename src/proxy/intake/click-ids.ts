import { codeKey } from '../../contract/code.ts';
import { type LeadRequest, usableClickId } from '../../contract/lead.ts';

export interface ClickIdOptions {
  /** Sent for a visitor who came without a click id: the upstream wants one. */
  readonly defaultClickId: string;
  /** By promo code, however it is spelt: the click id of the partner who was given it. */
  readonly clickIds: ReadonlyMap<string, string>;
}

/** Says which click id a lead is sent with. */
export type ClickIdOf = (lead: Pick<LeadRequest, 'click_id' | 'promo_code'>) => string;

/**
 * The visitor's own click id, else that of the partner whose promo code was typed, else the
 * default. Whether the code is accepted does not matter: one that has ended, or is used up, was
 * heard from the same partner.
 */
export function createClickIds({ defaultClickId, clickIds }: ClickIdOptions): ClickIdOf {
  const byKey = new Map(Array.from(clickIds, ([code, clickId]) => [codeKey(code), clickId]));
  const ofCode = (code: string | undefined): string | undefined =>
    code === undefined || byKey.size === 0 ? undefined : byKey.get(codeKey(code));
  return ({ click_id, promo_code }) =>
    usableClickId(click_id) ?? ofCode(promo_code) ?? defaultClickId;
}
