import { type Extra, extraCountMax, isExtraName } from '../../contract/extra.ts';
import type { Signals } from '../../contract/lead.ts';
import { ProblemError } from '../problem-reply.ts';

/** The fields that a plain form may have; others (a submit button's name) are left alone. */
const fieldNames = [
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

/** What a plain form sent, in the shape of a `LeadRequest` that is not checked yet. */
export interface FormFields {
  readonly [name: string]: string | true | Extra | Signals;
}

/** What was typed; an optional field that was left empty was not sent. */
export function readFormFields(form: URLSearchParams): FormFields {
  const fields: Record<string, FormFields[string]> = {};
  for (const name of fieldNames) {
    const values = form.getAll(name);
    if (values.length > 1) {
      throw new ProblemError('invalid-body', { detail: `Send ${name} once.` });
    }
    const [value] = values;
    if (value === undefined || value === '') continue;
    fields[name] = name === 'consent' && /^(on|true|1)$/.test(value) ? true : value;
  }
  const extra = Object.fromEntries(readExtra(form));
  if (Object.keys(extra).length > 0) fields['extra'] = extra;
  if (form.getAll('trap').some((value) => value !== '')) fields['signals'] = { trap: true };
  return fields;
}

/**
 * The page's own fields: `extra[city]` is `city`. Several boxes of one name are one value. What
 * the visitor cannot mend, a name that cannot be kept or one too many, is left alone.
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
