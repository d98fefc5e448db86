import * as z from 'zod/mini';
import { correctableFields } from '../lead.ts';

/** Body of `POST /v1/owner/leads/{ref}/correct`: what is left out stays as it is. */
export interface CorrectLead {
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  readonly phone?: string | undefined;
  /** A slug of the catalogue, or an alias of one. */
  readonly product?: string | undefined;
}

const { first_name, last_name, phone, product } = correctableFields;
export const CorrectLead: z.ZodMiniType<CorrectLead> = z.strictObject({
  first_name: z.optional(first_name),
  last_name: z.optional(last_name),
  phone: z.optional(phone),
  product: z.optional(product),
});
