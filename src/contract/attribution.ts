import * as z from 'zod/mini';
import { errorCode, typeError } from './fields.ts';

/** One visit to the page: its click id and campaign, as in the URL. */
export interface Touch {
  /** When, ISO 8601. */
  readonly at?: string | undefined;
  readonly click_id?: string | undefined;
  /** The URL parameter that had the click id: `gclid`, `subid`, … */
  readonly click_id_source?: string | undefined;
  readonly utm_source?: string | undefined;
  readonly utm_medium?: string | undefined;
  readonly utm_campaign?: string | undefined;
  readonly utm_term?: string | undefined;
  readonly utm_content?: string | undefined;
  readonly referrer?: string | undefined;
}
// Opaque and bounded, never parsed: a strange campaign name must not cost a lead.
const touchText = z.optional(z.string(typeError).check(z.maxLength(2048, errorCode('too_long'))));
const Touch = z.strictObject({
  at: touchText,
  click_id: touchText,
  click_id_source: touchText,
  utm_source: touchText,
  utm_medium: touchText,
  utm_campaign: touchText,
  utm_term: touchText,
  utm_content: touchText,
  referrer: touchText,
});

/** What brought the visitor here, first and last. */
export interface Attribution {
  readonly first?: Touch | undefined;
  readonly last?: Touch | undefined;
}
export const Attribution: z.ZodMiniType<Attribution> = z.strictObject({
  first: z.optional(Touch),
  last: z.optional(Touch),
});
