/*
 * Parameters that several calls have in common.
 */
import * as z from 'zod/mini';
import { errorCode, typeError } from '../fields.ts';

/** A short text. */
export function optionalText(lengthMax: number): z.ZodMiniType<string | undefined> {
  return z.optional(z.string().check(z.maxLength(lengthMax, errorCode('too_long'))));
}

/** The ID of a company: any text, because an unknown one is just not found. */
export const companyParameter: z.ZodMiniType<string> = z
  .string(typeError)
  .check(z.maxLength(128, errorCode('too_long')));

/** ISO 8601, with `Z` or an offset. */
export const instant: z.ZodMiniType<string> = z.iso.datetime({
  offset: true,
  ...errorCode('format'),
});

/** The largest number of rows of a page. */
export const pageLimit: z.ZodMiniType<number | undefined> = z.optional(
  z.coerce.number(errorCode('format')).check(z.int(), z.gte(1), z.lte(100)),
);

/** The number of the row that a page begins after: `next` of the page before. */
export const rowNumber: z.ZodMiniType<string | undefined> = z.optional(
  z.string().check(z.regex(/^\d{1,15}$/, errorCode('format'))),
);
