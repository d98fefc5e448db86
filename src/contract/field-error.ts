/** What is wrong with a field; the element has texts for it in every language. */
export const fieldErrorCodes = ['required', 'format', 'too_short', 'too_long', 'unknown'] as const;
export type FieldErrorCode = (typeof fieldErrorCodes)[number];

export interface FieldError {
  /** Its name on the wire. */
  readonly field: string;
  readonly code: FieldErrorCode;
}
