import { consentTextLengthMax, normaliseConsentText } from '../../contract/consent.ts';
import { type Extra, extraCountMax, isExtraName } from '../../contract/extra.ts';
import { LeadRequest, type Signals } from '../../contract/lead.ts';
import { validate, type Validation } from '../../contract/validate.ts';
import { ProblemError } from '../problem-reply.ts';

/** The fields that a plain form may have; others (a submit button's name) are ignored. */
export const fieldNames = [
  'first_name',
  'last_name',
  'phone',
  'click_id',
  'product',
  'promo_code',
  'company',
  'consent',
  'consent_text',
  'locale',
] as const;

/** Fields that the page writes and no visitor sees. */
const notTyped: ReadonlySet<string> = new Set(['click_id', 'locale']);

/**
 * The lead of a plain form. No visitor could correct an invalid click id or language, so the lead
 * goes without it.
 */
export function validateForm(form: URLSearchParams): Validation<LeadRequest> {
  const fields = readFormFields(form);
  const validation = validate(LeadRequest, fields);
  if (validation.ok) return validation;
  const wrong = new Set(validation.errors.map(({ field }) => field));
  const corrected = Object.entries(fields).filter(
    ([name]) => !(notTyped.has(name) && wrong.has(name)),
  );
  return validate(LeadRequest, Object.fromEntries(corrected));
}

/** The fields of a plain form, in the shape of a `LeadRequest` that is not validated yet. */
export interface FormFields {
  readonly [name: string]: string | true | Extra | Signals;
}

/** Reads the fields; one that was left empty counts as not sent. */
export function readFormFields(form: URLSearchParams): FormFields {
  const fields: Record<string, FormFields[string]> = {};
  for (const name of fieldNames) {
    const values = form.getAll(name);
    if (values.length > 1) {
      throw new ProblemError('invalid-body', { detail: `Send ${name} once.` });
    }
    const [value] = values;
    if (value === undefined || value === '') continue;
    fields[name] = toField(name, value);
  }
  const extra = Object.fromEntries(readExtra(form));
  if (Object.keys(extra).length > 0) fields['extra'] = extra;
  if (form.getAll('trap').some((value) => value !== '')) fields['signals'] = { trap: true };
  return fields;
}

/** The first half of a surrogate pair, cut off from the second. */
const halfAtEnd = /[\uD800-\uDBFF]$/;

function toField(name: string, value: string): string | true {
  if (name === 'consent' && /^(on|true|1)$/.test(value)) return true;
  // Cut as the element does: a text that is too long costs neither the lead nor the consent.
  if (name === 'consent_text') {
    return normaliseConsentText(value).slice(0, consentTextLengthMax).replace(halfAtEnd, '');
  }
  return value;
}

/**
 * The page's own fields: `extra[city]` is `city`. Several boxes of one name are one value. What the
 * visitor cannot correct, an invalid name or one field too many, is ignored.
 */
export function readExtra(form: URLSearchParams): ReadonlyMap<string, string> {
  const extra = new Map<string, string>();
  for (const [field, value] of form) {
    const name = /^extra\[(.*)\]$/su.exec(field)?.[1];
    if (name === undefined || value === '' || !isExtraName(name)) continue;
    const before = extra.get(name);
    if (before !== undefined) extra.set(name, `${before}, ${value}`);
    else if (extra.size < extraCountMax) extra.set(name, value);
  }
  return extra;
}
