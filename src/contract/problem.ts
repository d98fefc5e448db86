import * as z from 'zod/mini';
import { Challenge } from './challenge.ts';
import { type FieldError, fieldErrorCodes } from './field-error.ts';

/** Every problem that the proxy replies with, and its HTTP status. Slugs are stable. */
export const problemStatus = {
  'invalid-body': 400,
  'idempotency-key-missing': 400,
  unauthorized: 401,
  'origin-not-allowed': 403,
  'challenge-required': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'request-timeout': 408,
  'in-progress': 409,
  duplicate: 409,
  conflict: 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  'idempotency-key-reused': 422,
  'invalid-fields': 422,
  'too-many-requests': 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ProblemType = keyof typeof problemStatus;

const fieldError = z.object({
  field: z.string(),
  // A later proxy may know more codes than this element: they become `format`.
  code: z.catch(z.enum(fieldErrorCodes), 'format'),
});

/**
 * An error reply, `application/problem+json` (RFC 9457). `type` is a relative reference, a slug
 * of {@link problemStatus}; `title` is English, for developers.
 */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  /** Of `challenge-required`: to be solved, and sent as {@link solutionHeader}. */
  readonly challenge?: Challenge | undefined;
}
export const Problem: z.ZodMiniType<Problem> = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.optional(z.string()),
  errors: z.optional(z.array(fieldError)),
  challenge: z.optional(Challenge),
});
