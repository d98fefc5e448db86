import { createKey } from '../../client/key.ts';
import { fieldsOf } from '../../client/lead-fields.ts';
import type { LeadRequest } from '../../contract/lead.ts';

/**
 * The `Idempotency-Key` of a form.
 *
 * One submission is one key: through retries, "try again" and a second click. While nobody knows
 * whether a lead arrived, even changed fields keep it. Once the proxy gave a final answer (refused
 * or accepted), the same fields keep it, so that a repetition is told apart from a new lead, and
 * changed ones get a new key.
 */
export class SubmissionKey {
  #key: string | undefined;
  #answered: string | undefined;

  /** The key that was last sent with. */
  get current(): string | undefined {
    return this.#key;
  }

  /** The key to send these fields with. */
  for(lead: LeadRequest): string {
    if (this.#answered !== undefined && this.#answered !== fieldsOf(lead)) this.use(undefined);
    return (this.#key ??= createKey());
  }

  /** The proxy gave its final answer to these fields. */
  answered(lead: LeadRequest): void {
    this.#answered = fieldsOf(lead);
  }

  /** Sends with another key from now on; without one, with a new one. */
  use(key: string | undefined): void {
    this.#key = key;
    this.#answered = undefined;
  }
}
