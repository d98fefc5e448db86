import { createKey } from '../../client/key.ts';
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

  /** The key to send these fields with. */
  for(lead: LeadRequest): string {
    if (this.#answered !== undefined && this.#answered !== textOf(lead)) this.renew();
    return (this.#key ??= createKey());
  }

  /** The proxy gave its final answer to these fields. */
  answered(lead: LeadRequest): void {
    this.#answered = textOf(lead);
  }

  renew(): void {
    this.#key = undefined;
    this.#answered = undefined;
  }
}

/** What the visitor said; from where and how long it took may be known better the next time. */
function textOf(lead: LeadRequest): string {
  return JSON.stringify({ ...lead, attribution: 0, signals: 0 });
}
