import type { Challenge } from '../contract/challenge.ts';
import type { FieldError } from '../contract/field-error.ts';

/** Why a call got no answer of the contract. */
export type ClientFailure =
  /** Aborted by the caller's own signal. */
  | 'aborted'
  /** No reply, and the browser reports that it is offline. */
  | 'offline'
  /** No reply: the proxy is down, or the browser blocked the call or the reply. */
  | 'unreachable'
  /** No complete reply in time. */
  | 'timeout'
  /** The reply is not of the contract: a page of HTML, too large, another shape. */
  | 'bad-reply'
  /** 429, or work that this browser cannot do; `retryAfterMs` says how long to wait. */
  | 'too-many-requests'
  /** 5xx. */
  | 'unavailable'
  /** 409: an earlier attempt with this key is still running. */
  | 'in-progress'
  /** 422: `errors` says which fields. */
  | 'invalid-fields'
  /** 422: the key was used for other fields, so an earlier request did arrive. */
  | 'key-reused'
  /** 409: the phone is already known (only if the owner lets the visitor see it). */
  | 'duplicate'
  /** 403: this page's origin is not on the proxy's list. */
  | 'refused'
  /** The endpoint is unusable, or something other than the proxy answers there. */
  | 'misconfigured';

export interface ClientErrorOptions extends ErrorOptions {
  readonly errors?: readonly FieldError[] | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly challenge?: Challenge | undefined;
}

/** The one error that a client throws. */
export class ClientError extends Error {
  /** By name: a page may hold this class twice, in a script tag and in a bundle of its own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isClientError(value);
  }

  declare readonly failure: ClientFailure;
  /** Of `invalid-fields`; empty otherwise. */
  declare readonly errors: readonly FieldError[];
  /** How long the proxy asks to wait, if it does. */
  declare readonly retryAfterMs: number | undefined;
  /** The work that the proxy wants done first. */
  declare readonly challenge: Challenge | undefined;

  constructor(failure: ClientFailure, options: ClientErrorOptions = {}) {
    super(`Cannot call proxy: ${failure}`, options);
    this.name = 'ClientError';
    this.failure = failure;
    this.errors = options.errors ?? [];
    this.retryAfterMs = options.retryAfterMs;
    this.challenge = options.challenge;
  }
}

/** By name: the page's client may come from another copy of this module, with its own class. */
export function isClientError(value: unknown): value is ClientError {
  return (value as Partial<ClientError> | undefined)?.name === 'ClientError';
}

/** Converts anything that was thrown: a client of the page's own may throw other errors. */
export function asClientError(cause: unknown): ClientError {
  return isClientError(cause) ? cause : new ClientError('unreachable', { cause });
}
