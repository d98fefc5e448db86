import type { LeadRequest } from '../contract/lead.ts';

/**
 * What the visitor entered, as one text: equal for leads that are the same submission. Attribution,
 * the time that it took and the language are not part of it.
 */
export function fieldsOf(lead: LeadRequest): string {
  const { first_name, last_name, phone, product, promo_code, company, extra } = lead;
  return JSON.stringify([first_name, last_name, phone, product, promo_code, company, extra]);
}
