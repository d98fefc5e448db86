import * as z from 'zod/mini';
import { correctableFields } from '../lead.ts';
import type { CorrectableField } from './correctable-names.ts';

/** Body of `POST /v1/owner/leads/{ref}/correct`: what is left out stays as it is. */
export type CorrectLead = { readonly [Field in CorrectableField]?: string | undefined };
export const CorrectLead: z.ZodMiniType<CorrectLead> = z.partial(z.strictObject(correctableFields));
