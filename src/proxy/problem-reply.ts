import type { Challenge } from '../contract/challenge.ts';
import type { FieldError } from '../contract/field-error.ts';
import { problemStatus, type ProblemType } from '../contract/problem.ts';
import { StoreError } from '../store/store-error.ts';
import type { Log } from './log.ts';
import { randomRef } from './random-ref.ts';

export interface ProblemOptions {
  /** English, for developers: what to do next. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** What to solve first, for `challenge-required`. */
  readonly challenge?: Challenge;
  /** Whole seconds until a retry makes sense. */
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An expected refusal; {@link problemReply} turns it into a reply. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly type: ProblemType;
  readonly options: ProblemOptions;

  constructor(type: ProblemType, options: ProblemOptions = {}) {
    super(options.detail ?? problemTitles[type]);
    this.type = type;
    this.options = options;
  }
}

/**
 * The problem of a database that is away, full or locked: nothing was acknowledged, and the same
 * request may succeed soon.
 */
export function storeProblem(): ProblemError {
  return new ProblemError('unavailable', {
    detail: 'Nothing can be stored just now. Send it again, with the same key.',
    retryAfterSeconds: 5,
  });
}

/**
 * The problem that a client sees of an error: an expected one says what to do next, and a bug says
 * only the id of its log line.
 */
export function problemOf(error: unknown, { log, bug }: ProblemLog): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StoreError) {
    log.error('store.failed', { error });
    return storeProblem();
  }
  const id = randomRef();
  log.error(bug, { id, error });
  return new ProblemError('internal', { detail: `Ask for error ${id}.` });
}

export interface ProblemLog {
  readonly log: Log;
  /** The event of a bug's log line. */
  readonly bug: 'proxy.bug' | 'owner.bug' | 'server.bug';
}

/** The title of each problem, in English, for developers. */
export const problemTitles: Readonly<Record<ProblemType, string>> = {
  'invalid-body': 'The body cannot be read',
  'idempotency-key-missing': 'An Idempotency-Key header is needed',
  unauthorized: "The owner's token is needed",
  'origin-not-allowed': 'This origin may not call the proxy',
  'challenge-required': 'A challenge has to be solved first',
  'not-found': 'There is nothing here',
  'method-not-allowed': 'This method is not allowed here',
  'request-timeout': 'The request took too long to arrive',
  'in-progress': 'The first request with this key is still running',
  duplicate: 'This phone is known already',
  conflict: 'Its state does not allow this',
  'too-large': 'The body is too large',
  'unsupported-media-type': 'The body has a content type that is not accepted',
  'idempotency-key-reused': 'The key was used for another request',
  'invalid-fields': 'Some fields are not valid',
  'too-many-requests': 'Too many requests',
  internal: 'Something went wrong inside the proxy',
  unavailable: 'The service cannot do this just now',
};

/**
 * The reply of RFC 9457. No cache keeps it: while one server is new and another still old, a CDN
 * would go on answering that a file of the new release does not exist.
 */
export function problemReply(type: ProblemType, options: ProblemOptions = {}): Response {
  const { detail, errors, challenge } = options;
  const status = problemStatus[type];
  const body = { type, title: problemTitles[type], status, detail, errors, challenge };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...problemHeaders(options),
    },
  });
}

/** The headers of a problem, whether its body is JSON or a page. */
export function problemHeaders({
  retryAfterSeconds,
  headers,
}: ProblemOptions): Readonly<Record<string, string>> {
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { ...retry, ...headers };
}
