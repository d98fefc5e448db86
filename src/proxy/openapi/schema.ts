/* oxlint-disable no-underscore-dangle -- zod names the parts of a schema so. */
import * as z from 'zod/mini';
import type { Limit } from '../../contract/fields.ts';

export type Json = Readonly<Record<string, unknown>>;

/** A schema as OpenAPI has it. */
export function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (io !== 'input') return;
      writeLimits(zodSchema, jsonSchema);
      writeAsSent(zodSchema, jsonSchema);
    },
  });
  return rest;
}

/** The limits of our own checks. */
function writeLimits(schema: z.core.$ZodType, json: z.core.JSONSchema.BaseSchema): void {
  for (const { _zod: zod } of schema._zod.def.checks ?? []) {
    const params = 'params' in zod.def ? zod.def.params : undefined;
    const { lengthMax, countMax }: Limit = params ?? {};
    if (countMax !== undefined) json.maxProperties = countMax;
    if (lengthMax !== undefined && json.type === 'string') json.maxLength = lengthMax;
    if (lengthMax !== undefined && json.type === 'object') {
      json.description = `All values, once normalised: at most ${lengthMax} characters together.`;
    }
  }
}

const limits = ['minLength', 'maxLength', 'pattern'] as const;

/**
 * What a normalised text has to fulfil does not hold for the text that is sent: `+62 812-345 678`
 * consists of digits only once it is normalised. That it is not empty holds for both.
 */
function writeAsSent(schema: z.core.$ZodType, json: z.core.JSONSchema.BaseSchema): void {
  const { def } = schema._zod;
  const checks = def.checks ?? [];
  const first = checks.findIndex((check) => check._zod.def.check === 'overwrite');
  if (first === -1) return;
  const before = z.core.clone(schema, { ...def, checks: checks.slice(0, first) });
  const sent = z.toJSONSchema(before, { io: 'input' });
  if (json.minLength !== undefined) sent.minLength = 1;
  const { minLength, maxLength, pattern } = json;
  const later = [
    minLength !== sent.minLength && `at least ${minLength} characters`,
    maxLength !== sent.maxLength && `at most ${maxLength} characters`,
    pattern !== sent.pattern && `of the pattern ${pattern}`,
  ].filter((limit) => limit !== false);
  for (const limit of limits) {
    delete json[limit];
    if (sent[limit] !== undefined) Object.assign(json, { [limit]: sent[limit] });
  }
  if (later.length > 0) json.description = `Once normalised: ${later.join(', ')}.`;
}
