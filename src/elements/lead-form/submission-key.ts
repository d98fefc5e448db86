import { createKey } from '../../client/key.ts';
import { fieldsOf } from '../../client/lead-fields.ts';
import type { LeadRequest } from '../../contract/lead.ts';

/**
 * The `Idempotency-Key` of a form.
 *
 * One submission has one key: through retries, "try again" and a second click. While nobody knows
 * whether a lead arrived, even changed fields keep it. Once the proxy has given a final answer
 * (refused or accepted), the same fields keep it, so that a repetition differs from a new lead;
 * changed ones get a new key.
 */
export class SubmissionKey {
  #key: string | undefined;
  #answered: string | undefined;

  /** The key that was used last. */
  get current(): string | undefined {
    return this.#key;
  }

  /** The key for these fields. */
  for(lead: LeadRequest): string {
    if (this.#answered !== undefined && this.#answered !== fieldsOf(lead)) this.use(undefined);
    return (this.#key ??= createKey());
  }

  /** Records that the proxy has given its final answer to these fields. */
  answered(lead: LeadRequest): void {
    this.#answered = fieldsOf(lead);
  }

  /** Uses this key from now on, or a new one if it is undefined. */
  use(key: string | undefined): void {
    this.#key = key;
    this.#answered = undefined;
  }
}
