import type * as z from 'zod/mini';
import { type FieldError, type FieldErrorCode, fieldErrorCodes } from './field-error.ts';

export type Validation<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly FieldError[]; readonly unknownKeys: boolean };

/**
 * Parses a request. Each field has one error, the first. Unknown keys are reported separately,
 * because they are a fault of the program that made the request and not of the person who typed.
 */
export function validate<T>(schema: z.ZodMiniType<T>, input: unknown): Validation<T> {
  const result = schema.safeParse(input);
  if (result.success) return { ok: true, value: result.data };
  const errors = new Map<string, FieldErrorCode>();
  let unknownKeys = false;
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') unknownKeys = true;
    else {
      const field = issue.path.join('.');
      if (!errors.has(field)) errors.set(field, asFieldErrorCode(issue.message));
    }
  }
  return {
    ok: false,
    errors: Array.from(errors, ([field, code]) => ({ field, code })),
    unknownKeys,
  };
}

function asFieldErrorCode(message: string): FieldErrorCode {
  return fieldErrorCodes.find((code) => code === message) ?? 'format';
}
