import type { ClientFailure } from '../../client/error.ts';
import { createKey } from '../../client/key.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';

/**
 * Where a submission is.
 *
 * `editing -> submitting -> accepted | failed`; `failed` is `editing` with something to say, and
 * goes to `submitting` by "try again". Fields that the proxy refused lead back to `editing`.
 */
export type Phase =
  | { readonly step: 'editing' }
  | { readonly step: 'submitting' }
  | { readonly step: 'failed'; readonly failure: ClientFailure }
  | { readonly step: 'accepted'; readonly receipt: LeadReceipt; readonly lead: LeadRequest };

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
    if (this.#answered !== undefined && this.#answered !== JSON.stringify(lead)) this.renew();
    return (this.#key ??= createKey());
  }

  /** The proxy gave its final answer to these fields. */
  answered(lead: LeadRequest): void {
    this.#answered = JSON.stringify(lead);
  }

  renew(): void {
    this.#key = undefined;
    this.#answered = undefined;
  }
}
