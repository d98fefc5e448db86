import * as z from 'zod/mini';
import { errorCode, typeError } from '../fields.ts';
import { type LeadState, leadStates } from '../lead-states.ts';
import { type RedemptionState, redemptionStates } from '../redemption-states.ts';
import { instant, optionalText } from './query.ts';

/** Parameters of `GET /v1/owner/leads/news`: what a page shows, and whether that has changed. */
export interface LeadChangesQuery {
  /** ISO 8601: counts leads that came after it. */
  readonly since: string;
  readonly state?: LeadState | undefined;
  readonly product?: string | undefined;
  readonly source?: string | undefined;
  /** Refs of the leads that are shown, separated by commas; at most 100. */
  readonly refs?: string | undefined;
}
export const LeadChangesQuery: z.ZodMiniType<LeadChangesQuery> = z.strictObject({
  since: instant,
  state: z.optional(z.enum(leadStates, errorCode('format'))),
  product: optionalText(64),
  source: optionalText(64),
  refs: z.optional(
    z.string(typeError).check(z.regex(/^\w{1,32}(?:,\w{1,32}){0,99}$/, errorCode('format'))),
  ),
});

/** It has no personal data: it is polled, and not written to the audit. */
export interface LeadChanges {
  /** How many leads came since; 100 means 100 or more. */
  readonly came: number;
  /** By ref; a lead that is missing was removed. */
  readonly states: Readonly<Record<string, LeadState>>;
  /** By ref, for those that have a promo code. */
  readonly codes: Readonly<Record<string, RedemptionState>>;
  /**
   * Refs of those whose promo code is still to be redeemed, or whose postback is still to be sent.
   */
  readonly open: readonly string[];
}
export const LeadChanges: z.ZodMiniType<LeadChanges> = z.object({
  came: z.number(),
  states: z.record(z.string(), z.enum(leadStates)),
  codes: z.record(z.string(), z.enum(redemptionStates)),
  open: z.array(z.string()),
});
