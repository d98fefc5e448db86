/**
 * Why an owner's call failed:
 *
 * - `invalid`: a value makes no sense (a date, a zone, a limit, a pattern);
 * - `unknown`: what it names does not exist;
 * - `duplicate`: what it would add exists.
 */
export type BackendFailure = 'invalid' | 'unknown' | 'duplicate';

/** An expected failure of an owner's call; the message is shown to the owner as it is. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  readonly failure: BackendFailure;

  constructor(failure: BackendFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}
