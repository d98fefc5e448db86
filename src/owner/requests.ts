import type * as z from 'zod/mini';
import { BackendError } from '../backend/index.ts';
import { validate } from '../contract/validate.ts';
import { readFields, requireJson, requireValid } from '../proxy/guards/fields.ts';
import { ProblemError, type ProblemOptions } from '../proxy/problem-reply.ts';

/** The parameters of a URL. Throws `invalid-fields`, or `invalid-body` for a repeated one. */
export function readQuery<T>(request: Request, schema: z.ZodMiniType<T>): T {
  const { searchParams } = new URL(request.url);
  const names = [...searchParams.keys()];
  if (new Set(names).size < names.length) {
    throw new ProblemError('invalid-body', { detail: 'Name each parameter once.' });
  }
  return requireKeepable(requireValid(validate(schema, Object.fromEntries(searchParams))));
}

/** The cursor of a page: the number of the row that it begins behind. */
export function parseRowNumber(before: string | undefined): number | undefined {
  return before === undefined ? undefined : Number(before);
}

export function formatRowNumber(next: number | undefined): string | null {
  return next === undefined ? null : String(next);
}

/** A JSON body, by default of at most 32 KiB. Throws like the proxy's own calls. */
export async function readBody<T>(
  request: Request,
  schema: z.ZodMiniType<T>,
  bytesMax?: number,
): Promise<T> {
  requireJson(request);
  return requireKeepable(await readFields(request, schema, undefined, bytesMax));
}

/** PostgreSQL fails on a NUL in a text, in look-ups and in writes. */
function requireKeepable<T>(fields: T): T {
  const errors = Object.entries(fields ?? {})
    .filter(([, value]) =>
      [value].flat().some((each) => typeof each === 'string' && each.includes('\0')),
    )
    .map(([field]) => ({ field, code: 'format' }) as const);
  if (errors.length > 0) throw new ProblemError('invalid-fields', { errors });
  return fields;
}

/** Runs work of the backend; what it refuses becomes a problem, in the backend's words. */
export async function mapBackendErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    const options: ProblemOptions = { detail: `${error.message}.` };
    switch (error.failure) {
      case 'unknown':
        throw new ProblemError('not-found', options);
      case 'duplicate':
        throw new ProblemError('conflict', options);
      case 'invalid':
        throw new ProblemError('invalid-fields', options);
    }
  }
}

/** The problem for a path that names no lead. */
export function unknownLead(): ProblemError {
  return new ProblemError('not-found', { detail: 'There is no lead of this ref.' });
}
