import * as z from 'zod/mini';
import { errorCode } from '../fields.ts';
import { type RetriedState, retriedStates } from '../lead-states.ts';
import type { OwnerLeadQuery } from './leads.ts';
import { instant, optionalText } from './query.ts';

/** Leads of a list, whose filter has a state and no search. */
interface ManyLeads extends Pick<OwnerLeadQuery, 'product' | 'source' | 'from' | 'to'> {
  /** ISO 8601: `read_at` of the list. What came later nobody has seen, so it stays as it is. */
  readonly until: string;
}
const filterShape = {
  product: optionalText(64),
  source: optionalText(64),
  from: z.optional(instant),
  to: z.optional(instant),
  until: instant,
};

/** `POST /v1/owner/leads/retry`: sends all of these again. */
export interface RetryLeads extends ManyLeads {
  readonly state: RetriedState;
}
export const RetryLeads: z.ZodMiniType<RetryLeads> = z.strictObject({
  state: z.enum(retriedStates, errorCode('format')),
  ...filterShape,
});

/** `POST /v1/owner/leads/release` and `…/purge`: none of these is spam, or all are. */
export interface QuarantinedLeads extends ManyLeads {
  readonly state: 'quarantined';
}
export const QuarantinedLeads: z.ZodMiniType<QuarantinedLeads> = z.strictObject({
  state: z.literal('quarantined', errorCode('format')),
  ...filterShape,
});

/** The number of leads changed, without those that another person has changed meanwhile. */
export interface OwnerDone {
  readonly count: number;
}
export const OwnerDone: z.ZodMiniType<OwnerDone> = z.object({ count: z.number() });
