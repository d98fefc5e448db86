import type { FieldErrorCode } from '../../../contract/field-error.ts';

/** What the page of a lead says where a person corrects it. */
export interface CorrectTexts {
  readonly action: string;
  readonly title: string;
  /** What comes of it. */
  readonly hint: string;
  readonly fields: Readonly<Record<'first_name' | 'last_name' | 'phone' | 'product', string>>;
  readonly submit: string;
  readonly unchanged: string;
  readonly errors: Readonly<Record<FieldErrorCode, string>>;
  /** Of a phone that has other digits than it may have, or something else. */
  readonly phone: string;
}
