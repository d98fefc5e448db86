import * as z from 'zod/mini';
import { normaliseCode } from './code.ts';
import { companyField, errorCode, textField, typeError } from './fields.ts';
import { isPhone, normalisePhone, phoneDigitsMax, phoneDigitsMin } from './phone.ts';
import { Verdict } from './promo-code.ts';
import { isName, isPrintable, normaliseText } from './text.ts';

/** One visit that brought the visitor here: its click id and campaign, as the URL had them. */
export interface Touch {
  /** When, ISO 8601. */
  readonly at?: string | undefined;
  readonly click_id?: string | undefined;
  /** The URL parameter that the click id stood in: `gclid`, `subid`, … */
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

export interface Attribution {
  readonly first?: Touch | undefined;
  readonly last?: Touch | undefined;
}
const Attribution = z.strictObject({ first: z.optional(Touch), last: z.optional(Touch) });

/** `POST /v1/leads`. The vendor's own field names, so that nothing is renamed on the way. */
export interface LeadRequest {
  readonly first_name: string;
  readonly last_name: string;
  /** ASCII digits, 8 to 14, once parsed. */
  readonly phone: string;
  readonly click_id?: string | undefined;
  /** A slug of the proxy's catalogue, or an alias of one. */
  readonly product: string;
  readonly promo_code?: string | undefined;
  readonly company?: string | undefined;
  /** Present only where the form asks for it, and then given. */
  readonly consent?: true | undefined;
  readonly attribution?: Attribution | undefined;
  /** Language that the visitor saw, BCP 47. */
  readonly locale?: string | undefined;
}

const name = textField({ isValid: isName });
const phone = z
  .string(typeError)
  .check(
    z.overwrite(normalisePhone),
    z.minLength(1, { ...errorCode('required'), abort: true }),
    z.regex(/^[0-9]+$/, { ...errorCode('format'), abort: true }),
    z.minLength(phoneDigitsMin, errorCode('too_short')),
    z.maxLength(phoneDigitsMax, errorCode('too_long')),
    z.refine(isPhone, errorCode('format')),
  );

export const LeadRequest: z.ZodMiniType<LeadRequest> = z.strictObject({
  first_name: name,
  last_name: name,
  phone,
  click_id: z.optional(z.string(typeError).check(z.maxLength(4096, errorCode('too_long')))),
  product: textField({ lengthMax: 64 }),
  promo_code: z.optional(
    z.string(typeError).check(z.overwrite(normaliseCode), z.maxLength(255, errorCode('too_long'))),
  ),
  company: companyField,
  consent: z.optional(z.literal(true, errorCode('required'))),
  attribution: z.optional(Attribution),
  locale: z.optional(z.string(typeError).check(z.regex(/^[\w-]{1,35}$/, errorCode('format')))),
});

/** What the browser gets for a stored lead. */
export interface LeadReceipt {
  /** Opaque; what to quote when asking about the lead. */
  readonly ref: string;
  /** ISO 8601. */
  readonly received_at: string;
  readonly promo_code?: Verdict | undefined;
  /** Only where the owner lets the visitor wait for the upstream. */
  readonly contact_id?: string | undefined;
}
export const LeadReceipt: z.ZodMiniType<LeadReceipt> = z.object({
  ref: z.string(),
  received_at: z.string(),
  promo_code: z.optional(Verdict),
  contact_id: z.optional(z.string()),
});

/** The vendor's `click_id` is a varchar(255): what does not fit is not sent, the lead is. */
export function usableClickId(clickId: string | undefined): string | undefined {
  const text = normaliseText(clickId ?? '');
  return text !== '' && text.length <= 255 && isPrintable(text) ? text : undefined;
}
