import type { Challenge } from '../contract/challenge.ts';
import type { FieldError } from '../contract/field-error.ts';

/** Why a call brought no answer of the contract. */
export type ClientFailure =
  /** The caller's own signal. */
  | 'aborted'
  /** No reply, and the browser says that it has no network. */
  | 'offline'
  /** No reply: the proxy is down, or the browser kept the call or the reply from us. */
  | 'unreachable'
  /** No whole reply in time. */
  | 'timeout'
  /** The reply is none of the contract: a page of HTML, too large, another shape. */
  | 'bad-reply'
  /** 429, or work that this browser cannot do; `retryAfterMs` says how long to wait. */
  | 'too-many-requests'
  /** 5xx. */
  | 'unavailable'
  /** 409: an earlier attempt with this key still runs. */
  | 'in-progress'
  /** 422: `errors` says which fields. */
  | 'invalid-fields'
  /** 422: the key was used for other fields, so an earlier request did arrive. */
  | 'key-reused'
  /** 409: the phone is known already (only where the owner lets the visitor see it). */
  | 'duplicate'
  /** 403: this page's origin is not on the proxy's list. */
  | 'refused'
  /** The endpoint is unusable, or what answers there is not the proxy. */
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
  /** How long the proxy asks to wait, where it said so. */
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

/** By name: the page's client may be of another copy of this module, with a class of its own. */
export function isClientError(value: unknown): value is ClientError {
  return (value as Partial<ClientError> | undefined)?.name === 'ClientError';
}

/** Of whatever was thrown: a client of the page's own may throw other things than ours does. */
export function asClientError(cause: unknown): ClientError {
  return isClientError(cause) ? cause : new ClientError('unreachable', { cause });
}
