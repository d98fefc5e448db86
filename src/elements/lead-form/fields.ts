/**
 * The fields of a lead, and the checks that run in the browser before anything is sent.
 *
 * The rules are those of the contract's `LeadRequest`, built from its own functions: a test
 * compares both over generated input. The schema itself stays on the server because of its size.
 */
import type { FieldErrorCode } from '../../contract/field-error.ts';
import { isPhone, normalisePhone, phoneDigitsMin } from '../../contract/phone.ts';
import { isName, isPrintable, lengthOf, normaliseText } from '../../contract/text.ts';
import type { LeadFormMessages } from '../locales/messages.ts';

export type TextFieldName = 'first_name' | 'last_name' | 'phone';
export type FieldName = TextFieldName | 'product' | 'consent';
export type FieldErrors = Partial<Record<FieldName, FieldErrorCode | undefined>>;

export interface TextField {
  readonly type: 'text' | 'tel';
  readonly autocomplete: 'given-name' | 'family-name' | 'tel';
  readonly hint?: keyof LeadFormMessages;
}

export const textFields: Readonly<Record<TextFieldName, TextField>> = {
  first_name: { type: 'text', autocomplete: 'given-name' },
  last_name: { type: 'text', autocomplete: 'family-name' },
  phone: { type: 'tel', autocomplete: 'tel', hint: 'phone_hint' },
};

/** In the order of the form: in some languages the family name comes first. */
export function namesIn(lang: string): readonly TextFieldName[] {
  return /^(ja|ko|vi|zh)/.test(lang)
    ? ['last_name', 'first_name', 'phone']
    : ['first_name', 'last_name', 'phone'];
}

export const fieldNames: readonly FieldName[] = [...namesIn('en'), 'product', 'consent'];

/** A value as it is sent. */
export function normaliseField(name: FieldName, value: string): string {
  return name === 'phone' ? normalisePhone(value) : normaliseText(value);
}

/** What is wrong with a value, or `undefined`. */
export function checkField(name: FieldName, value: string): FieldErrorCode | undefined {
  const text = normaliseField(name, value);
  if (!text) return 'required';
  if (name === 'phone') return checkPhone(text);
  const [lengthMax, isValid] = name === 'product' ? [64, isPrintable] : [255, isName];
  if (lengthOf(text) > lengthMax) return 'too_long';
  return isValid(text) ? undefined : 'format';
}

function checkPhone(digits: string): FieldErrorCode | undefined {
  if (isPhone(digits)) return undefined;
  if (!/^[0-9]+$/.test(digits)) return 'format';
  return digits.length < phoneDigitsMin ? 'too_short' : 'too_long';
}

/** The text for an error: the field's own, if it has one. */
export function errorText(name: FieldName, code: FieldErrorCode): keyof LeadFormMessages {
  if (code === 'required' || name === 'consent') return `${name}_required`;
  return name === 'phone' && code !== 'unknown' ? `phone_${code}` : `error_${code}`;
}

export function isFieldName(name: string): name is FieldName {
  return (fieldNames as readonly string[]).includes(name);
}
