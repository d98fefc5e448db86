import * as z from 'zod/mini';
import type { FieldErrorCode } from './field-error.ts';
import { isPrintable, lengthOf, normaliseText } from './text.ts';

/** Makes every message of a field's schema a {@link FieldErrorCode}. */
export function errorCode(code: FieldErrorCode): { error: FieldErrorCode } {
  return { error: code };
}

/** A missing value is `required`, one of another type is a wrong `format`. */
export const typeError: { error: (issue: { input?: unknown }) => FieldErrorCode } = {
  error: ({ input }) => (input === undefined || input === null ? 'required' : 'format'),
};

/** More than anybody types, even with what a chat app pastes along. In UTF-16 units. */
const rawLengthMax = 2_000;

/**
 * Checked before a text is normalised: for 32 KiB of a character that NFKC expands to eighteen
 * letters, that takes some 20 ms.
 */
export const notOverlong: ReturnType<typeof z.maxLength> = z.maxLength(rawLengthMax, {
  ...errorCode('too_long'),
  abort: true,
});

/** A limit in a check, which JSON Schema cannot express; the OpenAPI document says it in words. */
export interface Limit {
  /** In code points. */
  readonly lengthMax?: number;
  readonly countMax?: number;
}

/** A check of a {@link Limit}. */
export function limited<T>(limit: Limit, fits: (value: T) => boolean): z.core.$ZodCheck<T> {
  return z.refine(fits, { ...errorCode('too_long'), params: { ...limit } });
}

/** Whether a text has at most this many code points. */
export function shortText(lengthMax: number): z.core.$ZodCheck<string> {
  return limited({ lengthMax }, (text) => lengthOf(text) <= lengthMax);
}

interface TextFieldOptions {
  readonly normalise?: (text: string) => string;
  /** In code points. */
  readonly lengthMax?: number;
  readonly isValid?: (text: string) => boolean;
}

/** A required text, normalised first; empty after that is `required`. */
export function textField(options: TextFieldOptions = {}): z.ZodMiniType<string> {
  const { normalise = normaliseText, lengthMax = 255, isValid = isPrintable } = options;
  return z
    .string(typeError)
    .check(
      notOverlong,
      z.overwrite(normalise),
      z.minLength(1, { ...errorCode('required'), abort: true }),
      shortText(lengthMax),
      z.refine(isValid, errorCode('format')),
    );
}

/** A company ID of the promoholder API ("somelongstringoftextandnumbers"). */
export const companyId: RegExp = /^[\w.-]{1,128}$/;
export const companyField: z.ZodMiniOptional<z.ZodMiniType<string>> = z.optional(
  z.string(typeError).check(z.regex(companyId, errorCode('format'))),
);
