export { type Client, createClient } from './client.ts';
export { ClientError, type ClientFailure } from './error.ts';
export { createKey } from './key.ts';
export { createLeadClient, type LeadClient } from './leads.ts';
export type { ClientOptions, KeyOptions, SignalOptions } from './post.ts';
export { type CodeOptions, createPromoCodeClient, type PromoCodeClient } from './promo-codes.ts';
