import type * as z from 'zod/mini';
import { type FieldError, type FieldErrorCode, fieldErrorCodes } from './field-error.ts';

export type Validation<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/**
 * Parses a request. Each field has one error, the first. Unknown keys have none, because they are a
 * fault of the program that made the request and not of the person who typed: if nothing else is
 * wrong, there are no errors.
 */
export function validate<T>(schema: z.ZodMiniType<T>, input: unknown): Validation<T> {
  const result = schema.safeParse(input);
  if (result.success) return { ok: true, value: result.data };
  const errors = new Map<string, FieldErrorCode>();
  for (const { code, path, message } of result.error.issues) {
    const field = path.join('.');
    if (code === 'unrecognized_keys' || errors.has(field)) continue;
    errors.set(field, asFieldErrorCode(message));
  }
  return { ok: false, errors: Array.from(errors, ([field, code]) => ({ field, code })) };
}

function asFieldErrorCode(message: string): FieldErrorCode {
  return fieldErrorCodes.find((code) => code === message) ?? 'format';
}
