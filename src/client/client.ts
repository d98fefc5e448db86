import { createLeadClient, type LeadClient } from './leads.ts';
import type { ClientOptions } from './post.ts';
import { createPromoCodeClient, type PromoCodeClient } from './promo-codes.ts';

/** The proxy's API for a page. Every method throws `ClientError` and nothing else. */
export interface Client extends PromoCodeClient, LeadClient {}

/** @throws {ClientError} `misconfigured`, if the endpoint cannot be used. */
export function createClient(options: ClientOptions): Client {
  return { ...createPromoCodeClient(options), ...createLeadClient(options) };
}
