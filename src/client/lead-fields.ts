import type { LeadRequest } from '../contract/lead.ts';

/**
 * What the visitor said, as one text: equal for leads that are the same submission. Where the
 * visitor came from, how long it took and which language was shown are not in it.
 */
export function fieldsOf(lead: LeadRequest): string {
  const { first_name, last_name, phone, product, promo_code, company, extra } = lead;
  return JSON.stringify([first_name, last_name, phone, product, promo_code, company, extra]);
}
