import * as z from 'zod/mini';
import { Attribution } from './attribution.ts';
import { normaliseCode } from './code.ts';
import { consentTextLengthMax, isConsentText, normaliseConsentText } from './consent.ts';
import {
  type Extra,
  extraCountMax,
  extraLengthMax,
  extraLengthMaxInAll,
  extraNameLengthMax,
  isExtraName,
  normaliseExtra,
} from './extra.ts';
import {
  companyField,
  errorCode,
  limited,
  notOverlong,
  shortText,
  textField,
  typeError,
} from './fields.ts';
import type { CorrectableField } from './owner/correctable-names.ts';
import { isPhone, normalisePhone, phoneDigitsMax, phoneDigitsMin } from './phone.ts';
import { Verdict } from './promo-code.ts';
import { isName, isPrintable, lengthOf, normaliseText, toPrintable } from './text.ts';

const Extra: z.ZodMiniType<Extra> = z
  .record(
    z.string().check(limited({ lengthMax: extraNameLengthMax }, isExtraName)),
    z.string(typeError).check(z.overwrite(normaliseExtra), shortText(extraLengthMax)),
  )
  .check(
    limited(
      { countMax: extraCountMax },
      (extra: Extra) => Object.keys(extra).length <= extraCountMax,
    ),
    limited(
      { lengthMax: extraLengthMaxInAll },
      (extra: Extra) => lengthOf(Object.values(extra).join('')) <= extraLengthMaxInAll,
    ),
  );

/**
 * What a form noticed about how it was filled in. It never refuses a lead: autofill fills traps,
 * and a form that was filled in before its script loaded is sent in no time.
 */
export interface Signals {
  /** The invisible field was filled in. */
  readonly trap?: true | undefined;
  /** From the form's appearance to its submission. */
  readonly elapsed_ms?: number | undefined;
}
const Signals = z.strictObject({
  trap: z.optional(z.literal(true)),
  elapsed_ms: z.optional(z.int(typeError).check(z.gte(0, errorCode('format')))),
});

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
  /** Present only if the form asks for it, and then given. */
  readonly consent?: true | undefined;
  /** The text that the visitor agreed to. */
  readonly consent_text?: string | undefined;
  readonly attribution?: Attribution | undefined;
  readonly extra?: Extra | undefined;
  readonly signals?: Signals | undefined;
  /** Language that the visitor saw, BCP 47. */
  readonly locale?: string | undefined;
}

const name = textField({ isValid: isName });
const phone = z
  .string(typeError)
  .check(
    notOverlong,
    z.overwrite(normalisePhone),
    z.minLength(1, { ...errorCode('required'), abort: true }),
    z.regex(/^[0-9]+$/, { ...errorCode('format'), abort: true }),
    z.minLength(phoneDigitsMin, errorCode('too_short')),
    z.maxLength(phoneDigitsMax, errorCode('too_long')),
    z.refine(isPhone, errorCode('format')),
  );

/** The fields that an owner may correct: parsed like the visitor's. */
export const correctableFields: Readonly<Record<CorrectableField, z.ZodMiniType<string>>> = {
  first_name: name,
  last_name: name,
  phone,
  product: textField({ lengthMax: 64 }),
};

export const LeadRequest: z.ZodMiniType<LeadRequest> = z.strictObject({
  ...correctableFields,
  click_id: z.optional(z.string(typeError).check(z.maxLength(4096, errorCode('too_long')))),
  promo_code: z.optional(
    z.string(typeError).check(
      notOverlong,
      // Characters that no code can have make it unknown, and do not cost the lead.
      z.overwrite((code) => toPrintable(normaliseCode(code))),
      z.maxLength(255, errorCode('too_long')),
    ),
  ),
  company: companyField,
  consent: z.optional(z.literal(true, errorCode('required'))),
  consent_text: z.optional(
    z
      .string(typeError)
      .check(
        limited({ lengthMax: consentTextLengthMax }, isConsentText),
        z.overwrite(normaliseConsentText),
      ),
  ),
  attribution: z.optional(Attribution),
  extra: z.optional(Extra),
  signals: z.optional(Signals),
  locale: z.optional(z.string(typeError).check(z.regex(/^[\w-]{1,35}$/, errorCode('format')))),
});

/** What the browser gets for a stored lead. */
export interface LeadReceipt {
  /** Opaque; what to quote when asking about the lead. */
  readonly ref: string;
  /** ISO 8601. */
  readonly received_at: string;
  readonly promo_code?: Verdict | undefined;
  /** Only if the owner lets the visitor wait for the upstream. */
  readonly contact_id?: string | undefined;
}
export const LeadReceipt: z.ZodMiniType<LeadReceipt> = z.object({
  ref: z.string(),
  received_at: z.string(),
  promo_code: z.optional(Verdict),
  contact_id: z.optional(z.string()),
});

/**
 * The vendor's `click_id` is a varchar(255): one that does not fit is left out, and the lead is
 * sent without it. So is one that was not UTF-8 in the URL: a vendor treats such a parameter as
 * missing.
 */
export function usableClickId(clickId: string | undefined): string | undefined {
  const text = normaliseText(clickId ?? '');
  const isUsable = text !== '' && text.length <= 255 && isPrintable(text);
  return isUsable && !text.includes('\uFFFD') ? text : undefined;
}
