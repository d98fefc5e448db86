import type * as z from 'zod/mini';
import type { Connection } from '../../contract/fetch-handler.ts';
import { validate, type Validation } from '../../contract/validate.ts';
import { ProblemError } from '../problem-reply.ts';
import { mediaType, readText } from './body.ts';
import { parseJsonObject } from './json.ts';

/** Reads the fields of a JSON body. Throws `too-large`, `invalid-body` or `invalid-fields`. */
export async function readFields<T>(
  request: Request,
  schema: z.ZodMiniType<T>,
  connection?: Connection,
  bytesMax?: number,
): Promise<T> {
  const body = parseJsonObject(await readText(request, connection, bytesMax));
  return requireValid(validate(schema, body));
}

/** Throws `unsupported-media-type`; `detail` says what to do. */
export function requireJson(
  request: Request,
  detail = 'Send Content-Type: application/json.',
): void {
  if (mediaType(request) === 'application/json') return;
  throw new ProblemError('unsupported-media-type', { detail });
}

/** The fields, or what is wrong with them: a person's mistakes first, then a program's. */
export function requireValid<T>(validation: Validation<T>): T {
  if (validation.ok) return validation.value;
  const { errors } = validation;
  if (errors.length > 0) throw new ProblemError('invalid-fields', { errors });
  throw new ProblemError('invalid-body', { detail: 'Leave out keys that the API does not have.' });
}
