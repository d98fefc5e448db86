/**
 * Why the database could not be used:
 *
 * - `unavailable`: it cannot be reached or takes no writes just now; the same call may succeed
 *   later. Whether a running commit took place is unknown;
 * - `newer`: its tables are from a newer program.
 */
export type StoreFailure = 'unavailable' | 'newer';

/** An expected failure of the database; the `cause` is the driver's error. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly failure: StoreFailure;

  constructor(failure: StoreFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}
