import type { FieldErrorCode } from '../../contract/field-error.ts';
import type { ReasonCode } from '../../contract/reason-code.ts';

/** Texts of `<promo-code-input>`. `{code}`, `{date}` and `{time}` are placeholders. */
export interface PromoCodeMessages extends Readonly<Record<`reason_${ReasonCode}`, string>> {
  readonly label: string;
  /** Follows the label of a field that may stay empty. */
  readonly optional: string;
  readonly apply: string;
  readonly checking: string;
  readonly remove: string;
  readonly retry: string;
  readonly required: string;
  readonly valid: string;
  /** The code has an end, `{date}`. */
  readonly valid_until: string;
  readonly unchecked: string;
  readonly redeemed: string;
  /** A redemption whose answer never came. */
  readonly unconfirmed: string;
  /** What to do about a refused code; appended to each reason. */
  readonly correct_or_remove: string;
  readonly error: string;
  readonly offline: string;
  readonly too_many: string;
  /** Appended to a failure if the visitor can try again at once. */
  readonly again: string;
  /** Appended to a failure while `{time}` counts down. */
  readonly wait: string;
}

type LeadFieldName = 'first_name' | 'last_name' | 'phone' | 'product';

/**
 * Texts of `<lead-form>` for a lead that waits in the browser; no space is reserved for them. In
 * English they are a table of their own, which is loaded with the module that shows them.
 */
export interface QueueMessages {
  readonly send_now: string;
  /** A lead of an earlier visit went through. */
  readonly sent_later: string;
}

/** Texts of `<lead-form>`. */
export interface LeadFormMessages
  extends
    QueueMessages,
    Readonly<Record<LeadFieldName, string>>,
    Readonly<Record<`${LeadFieldName}_required`, string>>,
    Readonly<Record<`error_${Exclude<FieldErrorCode, 'required'>}`, string>> {
  readonly product_choose: string;
  readonly phone_hint: string;
  readonly phone_format: string;
  readonly phone_too_short: string;
  readonly phone_too_long: string;
  readonly consent: string;
  readonly consent_required: string;
  readonly submit: string;
  readonly submitting: string;
  readonly retry: string;
  /** Read out before the names of the fields with errors, `{fields}`. */
  readonly summary: string;
  readonly thanks: string;
  readonly thanks_more: string;
  /** `{ref}`. */
  readonly reference: string;
  readonly code_valid: string;
  readonly code_invalid: string;
  readonly code_unchecked: string;
  readonly offline: string;
  readonly unavailable: string;
  readonly too_many: string;
  /** As in {@link PromoCodeMessages}. */
  readonly again: string;
  readonly wait: string;
  readonly duplicate: string;
  readonly refused: string;
  readonly queued: string;
  /** `{time}`: days for which the lead is kept. */
  readonly queued_more: string;
}

/** One language: a module of its own, except for English. */
export interface Locale {
  readonly promoCode: PromoCodeMessages;
  readonly leadForm: LeadFormMessages;
  /** How a value is inserted into a text; if absent, as it is. */
  readonly put?: (value: string) => string;
}
