import type { LitElement } from 'lit';
import { asClientError, ClientError, type ClientFailure } from '../../client/error.ts';
import { createKey } from '../../client/key.ts';
import type { LeadClient } from '../../client/leads.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import type { FieldError } from '../../contract/field-error.ts';
import { Countdown } from '../shared/countdown.ts';

/**
 * Where a submission is.
 *
 * `editing -> submitting -> accepted | failed`; `failed` is `editing` with something to say, and
 * goes to `submitting` by "try again". Fields that the proxy refused lead back to `editing`.
 */
export type Phase =
  /** `summary`: said to screen readers when a submission was held back. */
  | { readonly step: 'editing'; readonly summary?: string }
  | { readonly step: 'submitting' }
  | { readonly step: 'failed'; readonly failure: ClientFailure }
  | { readonly step: 'accepted'; readonly receipt: LeadReceipt; readonly lead: LeadRequest };

/** What came of sending a lead. */
export type Delivery =
  | { readonly result: 'accepted'; readonly receipt: LeadReceipt }
  | { readonly result: 'refused'; readonly errors: readonly FieldError[] }
  | {
      readonly result: 'failed';
      readonly failure: ClientFailure;
      readonly retryAfterMs: number | undefined;
    };

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

/** The way of a lead from the form to its receipt, with its key and its wait. */
export class Submission {
  phase: Phase = { step: 'editing' };
  /** Runs while the proxy wants to be left alone. */
  readonly countdown: Countdown;
  readonly #host: LitElement;
  readonly #states: CustomStateSet;
  readonly #key: SubmissionKey = new SubmissionKey();

  constructor(host: LitElement) {
    this.#host = host;
    this.#states = host.attachInternals().states;
    this.countdown = new Countdown(host);
    this.enter(this.phase);
  }

  /** Whether a lead may be sent now. */
  get isOpen(): boolean {
    return /^(editing|failed)$/.test(this.phase.step) && !this.countdown.isRunning;
  }

  enter(phase: Phase): void {
    this.phase = phase;
    this.#states.clear();
    this.#states.add(phase.step);
    this.#host.requestUpdate();
  }

  fail(failure: ClientFailure, retryAfterMs = 0): void {
    this.enter({ step: 'failed', failure });
    this.countdown.start(retryAfterMs);
  }

  /** For another lead. */
  reset(): void {
    this.#key.renew();
    this.countdown.stop();
    this.enter({ step: 'editing' });
  }

  /** Never rejects. What to do where the lead was not accepted is the form's to say. */
  async send(client: LeadClient, lead: LeadRequest): Promise<Delivery> {
    const delivery = await deliver(client, this.#key, lead);
    if (delivery.result === 'accepted') {
      this.enter({ step: 'accepted', receipt: delivery.receipt, lead });
    }
    return delivery;
  }
}

async function deliver(
  client: LeadClient,
  key: SubmissionKey,
  lead: LeadRequest,
): Promise<Delivery> {
  try {
    return await accept(client, key, lead);
  } catch (error) {
    const { failure, retryAfterMs, errors } = asClientError(error);
    if (failure === 'invalid-fields' || failure === 'duplicate') key.answered(lead);
    if (failure === 'invalid-fields') return { result: 'refused', errors };
    return { result: 'failed', failure, retryAfterMs };
  }
}

async function accept(
  client: LeadClient,
  key: SubmissionKey,
  lead: LeadRequest,
): Promise<Delivery> {
  const submit = (): Promise<LeadReceipt> => client.submitLead(lead, { key: key.for(lead) });
  const receipt = await submit().catch((error: unknown) => {
    // A field was changed after an answer that never came, and the first lead did arrive: what is
    // sent now is another one.
    if (!(error instanceof ClientError) || error.failure !== 'key-reused') throw error;
    key.renew();
    return submit();
  });
  key.answered(lead);
  return { result: 'accepted', receipt };
}
