/**
 * What it means for a call that the upstream gave no answer:
 *
 * - `not_sent`: no byte of the request was sent; it may be sent again at once.
 * - `busy`: the upstream refused it for now (429); it may be sent again after `retryAfterMs`, if it
 *   named a time.
 * - `auth`: our token or secret was refused; the call was not executed.
 * - `setup`: the upstream cannot accept it as we are set up (a wrong address, an unknown product);
 *   it was not executed, and a person has to look into it.
 * - `in_doubt`: bytes were sent and no trustworthy answer came back; it may have been executed.
 */
export type Failure = 'not_sent' | 'busy' | 'auth' | 'setup' | 'in_doubt';

export interface UpstreamErrorOptions {
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** An upstream gave no trustworthy answer. The message holds no URL and no secret. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly failure: Failure;
  readonly retryAfterMs: number | undefined;

  constructor(failure: Failure, message: string, options: UpstreamErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.failure = failure;
    this.retryAfterMs = options.retryAfterMs;
  }
}
