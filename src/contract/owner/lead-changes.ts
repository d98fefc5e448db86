import * as z from 'zod/mini';
import { errorCode, typeError } from '../fields.ts';
import { type LeadState, leadStates } from '../lead-states.ts';
import { type RedemptionState, redemptionStates } from '../redemption-states.ts';
import { instant, optionalText } from './query.ts';

/** Parameters of `GET /v1/owner/leads/news`: what a page shows, and whether that has changed. */
export interface LeadChangesQuery {
  /** ISO 8601: leads that came after. */
  readonly since: string;
  readonly state?: LeadState | undefined;
  readonly product?: string | undefined;
  readonly source?: string | undefined;
  /** Refs of leads that are shown, parted by commas; 100 at most. */
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

/** Nothing in it tells of a person: it is asked for again and again, and not written down. */
export interface LeadChanges {
  /** How many leads came since; one hundred may be more. */
  readonly came: number;
  /** By ref; one that is not there is gone. */
  readonly states: Readonly<Record<string, LeadState>>;
  /** By ref, of those that have a promo code. */
  readonly codes: Readonly<Record<string, RedemptionState>>;
  /** Refs of those of them whose promo code is still to be used, or whose tracker to be told. */
  readonly open: readonly string[];
}
export const LeadChanges: z.ZodMiniType<LeadChanges> = z.object({
  came: z.number(),
  states: z.record(z.string(), z.enum(leadStates)),
  codes: z.record(z.string(), z.enum(redemptionStates)),
  open: z.array(z.string()),
});
