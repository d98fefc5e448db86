import type { LitElement } from 'lit';
import { parseUrl } from '../../client/endpoint.ts';
import type { ClientFailure } from '../../client/error.ts';
import type { LeadClient } from '../../client/leads.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import { Countdown } from '../shared/countdown.ts';
import { deliver } from './delivery.ts';
import type { Draft } from './draft.ts';
import type { Supplement } from './supplement.ts';
import { LeadAcceptedEvent, LeadErrorEvent, LeadRefusedEvent, LeadSubmitEvent } from './events.ts';
import type { PromoCode } from './promo-code.ts';
import { SubmissionKey } from './submission-key.ts';

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

export interface SubmissionHost extends LitElement {
  readonly successUrl: string | undefined;
}

/** The form that a submission takes its lead from, and puts its visitor back into. */
export interface SubmissionParts {
  readonly draft: Draft;
  readonly promoCode: PromoCode;
  /** Of what is in the fields now. */
  readonly createLead: () => LeadRequest;
  /** What the form shows, by its id. */
  readonly find: (id: string | undefined) => HTMLElement | null;
  /** Waits a moment for the supplement. */
  readonly settle: () => Promise<void>;
}

/** The way of a lead from the form to its receipt, with its key, its wait and its events. */
export class Submission {
  phase: Phase = { step: 'editing' };
  /** What else a lead is made of, as soon as that is loaded. */
  supplement: Supplement | undefined;
  /** Runs while the proxy wants to be left alone. */
  readonly countdown: Countdown;
  readonly #host: SubmissionHost;
  readonly #parts: SubmissionParts;
  readonly #states: CustomStateSet;
  readonly #key: SubmissionKey = new SubmissionKey();

  constructor(host: SubmissionHost, parts: SubmissionParts) {
    this.#host = host;
    this.#parts = parts;
    this.#states = host.attachInternals().states;
    this.countdown = new Countdown(host);
    this.#enter(this.phase);
  }

  /** Sends what is in the form, if it is complete and nothing is on its way. Never rejects. */
  async submit(client: LeadClient): Promise<void> {
    if (!this.#isOpen) return;
    try {
      await this.#checkAndSend(client);
    } catch (error) {
      // A page that took a method of the language away, a promo code field of another version.
      console.error(error);
      this.#fail('misconfigured');
    }
  }

  async #checkAndSend(client: LeadClient): Promise<void> {
    const { draft, promoCode, createLead, settle } = this.#parts;
    const areFieldsFine = draft.checkAll();
    if (!promoCode.checkValidity() || !areFieldsFine) return this.#holdBack();
    this.#enter({ step: 'submitting' });
    await Promise.all([promoCode.settle(), settle()]);
    if (!promoCode.checkValidity()) return this.#holdBack();
    if (this.supplement?.reportValidity() === false) return this.#enter({ step: 'editing' });
    const lead = this.supplement?.complete(createLead()) ?? createLead();
    if (this.#host.dispatchEvent(new LeadSubmitEvent(lead))) await this.#send(client, lead);
    else this.#enter({ step: 'editing' });
  }

  /** Empties the form for another lead. */
  reset(): void {
    this.#parts.draft.clear();
    this.#parts.promoCode.reset();
    this.#key.renew();
    this.countdown.stop();
    this.#enter({ step: 'editing' });
  }

  get #isOpen(): boolean {
    return /^(editing|failed)$/.test(this.phase.step) && !this.countdown.isRunning;
  }

  #enter(phase: Phase): void {
    this.phase = phase;
    this.#states.clear();
    this.#states.add(phase.step);
    this.#host.requestUpdate();
  }

  async #send(client: LeadClient, lead: LeadRequest): Promise<void> {
    const delivery = await deliver(client, this.#key, lead);
    switch (delivery.result) {
      case 'accepted':
        return this.#accept(delivery.receipt, lead);
      case 'refused':
        this.#host.dispatchEvent(new LeadRefusedEvent(delivery.errors));
        if (this.#parts.draft.refuse(delivery.errors)) return this.#holdBack();
        // A field that the visitor cannot see is not for the visitor to correct.
        return this.#fail('misconfigured');
      case 'failed':
        return this.#fail(delivery.failure, delivery.retryAfterMs);
    }
  }

  #accept(receipt: LeadReceipt, lead: LeadRequest): void {
    this.#enter({ step: 'accepted', receipt, lead });
    void this.#host.updateComplete.then(() => this.#parts.find('thanks')?.focus());
    this.#host.dispatchEvent(new LeadAcceptedEvent(receipt));
    const { successUrl, baseURI } = this.#host;
    const url = parseUrl(successUrl, baseURI);
    if (url) location.assign(url);
    else if (successUrl) console.warn('<lead-form> ignores success-url: not an http(s) URL.');
  }

  #fail(failure: ClientFailure, retryAfterMs = 0): void {
    this.#enter({ step: 'failed', failure });
    this.countdown.start(retryAfterMs);
    this.#host.dispatchEvent(new LeadErrorEvent(failure));
  }

  /** Back to the visitor: says which fields, and puts the focus into the first of them. */
  async #holdBack(): Promise<void> {
    const { draft, promoCode, find } = this.#parts;
    this.#enter({ step: 'editing' });
    // What was said before is gone by then: the same words in its place would be silence.
    await this.#host.updateComplete;
    (find(draft.wrong[0]) ?? promoCode).focus();
    draft.holdBack();
  }
}
