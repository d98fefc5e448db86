import { LeadRequest } from '../../contract/lead.ts';
import { formType } from '../guards/body.ts';
import { fieldNames } from '../routes/form-fields.ts';
import { type Json, schemaOf } from './schema.ts';

const text: Json = { type: 'string' };

/** The reply to a page that sends its form without script. */
export const pageContent: Json = { 'text/html': { schema: text } };

/** What is known of fields that may be empty: what is wrong in some of them is left out. */
const optional: Readonly<Record<string, Json>> = {
  consent: { type: 'string', enum: ['on', 'true', '1', ''] },
  trap: { ...text, description: 'A field that no person sees.' },
  success_url: { ...text, description: 'Where the stored lead leads to, on an allowed origin.' },
};

/** The body of a plain form. Other fields are ignored. */
export function formContent(): Json {
  const { properties, required } = schemaOf(LeadRequest, 'input') as {
    readonly properties: Readonly<Record<string, Json>>;
    readonly required: readonly string[];
  };
  const typed: Readonly<Record<string, unknown>> = Object.fromEntries(
    fieldNames.map((name) => [name, required.includes(name) ? properties[name] : text]),
  );
  const schema = {
    type: 'object',
    properties: { ...typed, ...optional },
    patternProperties: {
      '^extra\\[.+\\]$': { type: ['string', 'array'], items: text },
    },
    required,
  };
  return { [formType]: { schema } };
}
