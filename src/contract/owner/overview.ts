import * as z from 'zod/mini';
import { errorCode } from '../fields.ts';
import { type LeadState, leadStates } from '../lead-states.ts';
import { optionalText } from './query.ts';

/** `GET /v1/owner/overview` */
export interface OverviewQuery {
  /** `hour`: the last 24 hours; `day`: the last 30 days. */
  readonly by?: 'hour' | 'day' | undefined;
  /** The time zone of days, `Area/Location`; UTC by default. */
  readonly timezone?: string | undefined;
}
export const OverviewQuery: z.ZodMiniType<OverviewQuery> = z.strictObject({
  by: z.optional(z.enum(['hour', 'day'], errorCode('format'))),
  timezone: optionalText(64),
});

/** Counts for one value. */
export interface Count {
  readonly name: string;
  /** Forms that were shown, and those that a visitor began to fill in. */
  readonly shown: number;
  readonly started: number;
  /** Leads. */
  readonly count: number;
  /** How many of the leads became contacts. */
  readonly delivered: number;
}

/** Leads that came in one hour or day, by their present state. */
export interface OverviewSlot {
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly leads: number;
  readonly states: Readonly<Partial<Record<LeadState, number>>>;
}

/**
 * Leads may be kept for fewer days than are shown. Everything from `products` to `used` is compared
 * with each other, so it begins at `leads_since`, from where all leads are still there.
 */
export interface Overview {
  /** Oldest first; those from before `leads_since` only count leads that are left. */
  readonly slots: readonly OverviewSlot[];
  readonly products: readonly Count[];
  readonly languages: readonly Count[];
  /**
   * Where clicks came from, in one word; with an empty name for leads from before this was stored.
   */
  readonly sources: readonly Count[];
  /** Forms of this period. Plain forms, and pages that opted out, are not counted. */
  readonly views: {
    readonly shown: number;
    readonly started: number;
    /** The first hour with counts; null if there are none. */
    readonly since: string | null;
  };
  readonly leads: { readonly count: number; readonly delivered: number };
  /** ISO 8601, a full hour; null if no lead of this period can have been removed for its age. */
  readonly leads_since: string | null;
  /** The fewest days that a lead is kept; null if leads are kept until they are erased. */
  readonly leads_kept_days: number | null;
  /** Promo codes that were redeemed in this period. */
  readonly used: number;
  /**
   * Seconds from intake to contact for the last leads that were delivered; null if there are none.
   */
  readonly delay: { readonly median: number; readonly slowest: number; readonly of: number } | null;
  /** What waits now, regardless of when it came. */
  readonly waiting: {
    readonly due: number;
    readonly oldest_at: string | null;
    /** For a person: held, given up, suspected spam, promo codes in doubt, postbacks given up. */
    readonly held: number;
    readonly dead: number;
    readonly quarantined: number;
    readonly unconfirmed: number;
    readonly postbacks: number;
  };
  readonly upstreams: {
    readonly contacts: 'ok' | 'failing' | 'unknown';
  };
}

const count = z.object({
  name: z.string(),
  shown: z.number(),
  started: z.number(),
  count: z.number(),
  delivered: z.number(),
});
export const Overview: z.ZodMiniType<Overview> = z.object({
  slots: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      leads: z.number(),
      states: z.partialRecord(z.enum(leadStates), z.number()),
    }),
  ),
  products: z.array(count),
  languages: z.array(count),
  sources: z.array(count),
  views: z.object({ shown: z.number(), started: z.number(), since: z.nullable(z.string()) }),
  leads: z.object({ count: z.number(), delivered: z.number() }),
  leads_since: z.nullable(z.string()),
  leads_kept_days: z.nullable(z.number()),
  used: z.number(),
  delay: z.nullable(z.object({ median: z.number(), slowest: z.number(), of: z.number() })),
  waiting: z.object({
    due: z.number(),
    oldest_at: z.nullable(z.string()),
    held: z.number(),
    dead: z.number(),
    quarantined: z.number(),
    unconfirmed: z.number(),
    postbacks: z.number(),
  }),
  upstreams: z.object({ contacts: z.enum(['ok', 'failing', 'unknown']) }),
});
