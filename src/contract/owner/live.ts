import * as z from 'zod/mini';
import { errorCode, typeError } from '../fields.ts';
import { type LeadState, leadStates } from '../lead-states.ts';
import { type RedemptionState, redemptionStates } from '../redemption-states.ts';
import { instant, optionalText } from './query.ts';

/** Parameters of `GET /v1/owner/leads/news`: what a page shows, and whether that has changed. */
export interface OwnerNewsQuery {
  /** ISO 8601: leads that came after. */
  readonly since: string;
  readonly state?: LeadState | undefined;
  readonly product?: string | undefined;
  readonly source?: string | undefined;
  /** Refs of leads that are shown, parted by commas; 100 at most. */
  readonly refs?: string | undefined;
}
export const OwnerNewsQuery: z.ZodMiniType<OwnerNewsQuery> = z.strictObject({
  since: instant,
  state: z.optional(z.enum(leadStates, errorCode('format'))),
  product: optionalText(64),
  source: optionalText(64),
  refs: z.optional(
    z.string(typeError).check(z.regex(/^\w{1,32}(?:,\w{1,32}){0,99}$/, errorCode('format'))),
  ),
});

/** Nothing in it tells of a person: it is asked for again and again, and not written down. */
export interface OwnerNews {
  /** How many leads came since; one hundred may be more. */
  readonly came: number;
  /** By ref; one that is not there is gone. */
  readonly states: Readonly<Record<string, LeadState>>;
  /** By ref, of those that have a promo code. */
  readonly codes: Readonly<Record<string, RedemptionState>>;
  /** Refs of those of them whose promo code is still to be used, or whose tracker to be told. */
  readonly open: readonly string[];
}
export const OwnerNews: z.ZodMiniType<OwnerNews> = z.object({
  came: z.number(),
  states: z.record(z.string(), z.enum(leadStates)),
  codes: z.record(z.string(), z.enum(redemptionStates)),
  open: z.array(z.string()),
});

/** What the page that began a download calls it. */
export const downloadId: z.ZodMiniType<string> = z
  .string(typeError)
  .check(z.regex(/^[0-9a-f]{32}$/, errorCode('format')));

/** `GET /v1/owner/downloads/{id}`: how far a download is. */
export interface OwnerDownload {
  readonly rows: number;
  /** `ended` where nobody took the rest. */
  readonly state: 'running' | 'done' | 'ended';
}
export const OwnerDownload: z.ZodMiniType<OwnerDownload> = z.object({
  rows: z.number(),
  state: z.enum(['running', 'done', 'ended']),
});
