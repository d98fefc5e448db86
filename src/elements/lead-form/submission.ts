import type { LitElement } from 'lit';
import { parseUrl } from '../../client/endpoint.ts';
import type { ClientFailure } from '../../client/error.ts';
import type { LeadClient } from '../../client/leads.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import { Countdown } from '../shared/countdown.ts';
import { type Accepted, type Deliver, deliver, type Delivery } from './delivery.ts';
import type { Draft } from './draft.ts';
import {
  LeadAcceptedEvent,
  LeadErrorEvent,
  LeadQueuedEvent,
  LeadRefusedEvent,
  LeadSubmitEvent,
} from './events.ts';
import type { Supplement } from './later/supplement.ts';
import type { PromoCode } from './promo-code.ts';
import { SubmissionKey } from './submission-key.ts';

/** A text in the current language; `isCounting` while a countdown follows it. */
export type Notice = (isCounting: boolean) => string;

/**
 * Where a submission is.
 *
 * `editing -> submitting -> accepted | failed | queued`; `failed` is `editing` with a message, and
 * goes to `submitting` by "try again". Fields that the proxy refused lead back to `editing`.
 * `queued` is `failed` with the lead kept in the browser, which also sends it on its own.
 */
export type Phase = {
  /** A line in the visitor's language about a lead that waits or that was sent earlier. */
  readonly notice?: Notice;
} & Step;

type Step =
  | { readonly step: 'editing' | 'submitting' | 'queued' }
  | { readonly step: 'failed'; readonly failure: ClientFailure }
  | {
      readonly step: 'accepted';
      readonly receipt: LeadReceipt;
      readonly lead: LeadRequest;
      /** Whether the thanks get the focus. */
      readonly isWatched: boolean;
    };

export type LeadFormStatus = Phase['step'];

export interface SubmissionHost extends LitElement {
  readonly product: string | undefined;
  readonly company: string | undefined;
  readonly successUrl: string | undefined;
}

/** The form that a submission takes its lead from, and puts its visitor back into. */
export interface SubmissionParts {
  readonly draft: Draft;
  readonly promoCode: PromoCode;
  /** The lead that is in the fields now. */
  readonly createLead: () => LeadRequest;
  /** Finds an element of the form by its id. */
  readonly find: (id: string | undefined) => HTMLElement | null | undefined;
  /** Waits a moment for the supplement to load. */
  readonly settle: () => Promise<void>;
}

/** Takes a lead from the form to its receipt, with its key, countdown and events. */
export class Submission {
  phase: Phase = { step: 'editing' };
  // Assigned, not just declared: a page may have put properties of these names on every object.
  /** The other parts of a lead, once they are loaded. */
  supplement: Supplement | undefined;
  /** What the browser has kept of an earlier visit, until it is back in the form. */
  kept: string | undefined;
  /** The offer at the last press of the button. */
  ordered: string | undefined;
  declare readonly parts: SubmissionParts;
  /** The key of the form's current lead: another object after `reset()`. */
  key: SubmissionKey = new SubmissionKey();
  /** Replaced once the browser can keep leads. */
  deliver: Deliver = deliver;
  /** Runs while the proxy has asked to wait. */
  declare readonly countdown: Countdown;
  declare readonly internals: ElementInternals;
  readonly #host: SubmissionHost;

  constructor(host: SubmissionHost, parts: SubmissionParts) {
    this.#host = host;
    this.parts = parts;
    this.internals = host.attachInternals();
    this.countdown = new Countdown(host);
    this.enter(this.phase);
  }

  /** Sends the form's lead, if it is complete and none is being sent. Never rejects. */
  async submit(client: LeadClient): Promise<void> {
    if (!this.#isOpen) return;
    try {
      await this.#checkAndSend(client);
    } catch (error) {
      // The page removed a built-in method, or has a promo code field of another version.
      console.error(error);
      this.#fail('misconfigured');
    }
  }

  async #checkAndSend(client: LeadClient): Promise<void> {
    const { key, parts } = this;
    const { draft, promoCode, settle, find } = parts;
    draft.read(find);
    const areFieldsFine = draft.checkAll();
    if (!promoCode.checkValidity() || !areFieldsFine) return this.#holdBack();
    this.enter({ step: 'submitting' });
    let lead = this.compose();
    this.ordered = this.offer;
    await Promise.all([promoCode.settle(), settle()]);
    if (key === this.key) {
      // The visitor may have withdrawn the consent, or the chosen product may be gone.
      if (!draft.checkAll() || !promoCode.checkValidity()) return this.#holdBack();
      if (this.supplement?.reportValidity() === false) return this.enter({ step: 'editing' });
      // If the page has switched to another offer, the lead stays the one that was ordered.
      if (this.ordered === this.offer) lead = this.compose();
    }
    const isSent = this.#host.dispatchEvent(new LeadSubmitEvent(lead));
    const delivery = isSent && (await this.deliver(client, lead, key));
    // The page may have emptied the form: it then belongs to another lead.
    if (key !== this.key) return void (delivery && this.announce(delivery));
    if (delivery) this.conclude(delivery, lead, this.supplement?.isElsewhere(), true);
    else this.enter({ step: 'editing' });
  }

  /** Restores what `keepDraft()` had the browser keep, once the rest of the form is loaded. */
  restore(state: string): void {
    this.kept = state;
    // Again, in case the page is left before anything changes.
    this.internals.setFormValue(null, state);
    void this.parts.settle();
    this.#host.requestUpdate();
  }

  /** Empties the form for another lead. One that is being sent continues, with its events. */
  reset(): void {
    const { draft, promoCode, find } = this.parts;
    draft.clear();
    // Key presses are not rendered: Lit may believe that the field is already empty.
    for (const name of draft.order) Object.assign(find(name) ?? {}, { value: '' });
    promoCode.reset();
    this.supplement?.reset();
    this.key = new SubmissionKey();
    this.countdown.set();
    this.enter({ step: 'editing' });
  }

  /** What the page offers now, without the visitor's choice from a list. */
  get offer(): string {
    const { product, company } = this.#host;
    return JSON.stringify([product, company]);
  }

  /** The lead as the form has it now. */
  compose(): LeadRequest {
    const lead = this.parts.createLead();
    return this.supplement?.complete(lead) ?? lead;
  }

  /**
   * Shows the outcome of a lead to the visitor, and reports it to the page. The focus goes to what
   * there is to do or to read, unless the visitor `isElsewhere`. `mayLeave`: the visitor is not in
   * the middle of something else.
   */
  conclude(
    delivery: Delivery,
    lead: LeadRequest,
    isElsewhere: boolean | undefined,
    mayLeave: boolean,
  ): void {
    const { result } = delivery;
    if (result === 'queued') {
      this.enter({ step: result, notice: delivery.notice });
      this.countdown.set(delivery.retryAfterMs);
      return this.announce(delivery);
    }
    if (result !== 'failed' || delivery.failure === 'duplicate') this.key.answered(lead);
    if (result === 'accepted') return this.#accept(delivery, !isElsewhere, mayLeave);
    if (result === 'failed') return this.#fail(delivery.failure, delivery.retryAfterMs);
    const isTaken = this.parts.draft.refuse(delivery.errors);
    // In its listener, the page may empty the form, and so remove the errors.
    this.announce(delivery);
    if (isTaken) return void this.#holdBack(isElsewhere);
    // The visitor cannot correct a field that is not visible.
    this.#fail('misconfigured');
  }

  /** Fires the event for a lead's outcome, once. */
  announce(delivery: Delivery): void {
    const event = eventOf(delivery);
    if (event) this.#host.dispatchEvent(event);
  }

  enter(phase: Phase): void {
    this.phase = phase;
    const { states } = this.internals;
    states.clear();
    states.add(phase.step);
    this.#host.requestUpdate();
  }

  get #isOpen(): boolean {
    return !/submitting|accepted/.test(this.phase.step) && !this.countdown.isRunning;
  }

  #accept(delivery: Accepted, isWatched: boolean, mayLeave: boolean): void {
    const { receipt, lead } = delivery;
    this.enter({ step: 'accepted', receipt, lead, isWatched });
    if (isWatched) void this.#host.updateComplete.then(() => this.parts.find('thanks')?.focus());
    this.announce(delivery);
    const { successUrl, baseURI } = this.#host;
    const url = parseUrl(successUrl, baseURI);
    if (url && mayLeave) location.assign(url);
  }

  #fail(failure: ClientFailure, retryAfterMs?: number): void {
    this.enter({ step: 'failed', failure });
    this.countdown.set(retryAfterMs);
    this.announce({ result: 'failed', failure });
  }

  /** Names the fields with errors, and puts the focus into the first of them. */
  async #holdBack(isElsewhere?: boolean): Promise<void> {
    const { draft, promoCode, find } = this.parts;
    this.enter({ step: 'editing' });
    // By then the earlier notice is gone: a screen reader would not read the same text again.
    await this.#host.updateComplete;
    if (!isElsewhere) (find(draft.wrong[0]) ?? promoCode).focus();
    draft.holdBack();
  }
}

function eventOf(delivery: Delivery): Event | undefined {
  if (delivery.result === 'refused') return new LeadRefusedEvent(delivery.errors);
  if (delivery.result !== 'accepted') {
    return new (delivery.result === 'queued' ? LeadQueuedEvent : LeadErrorEvent)(delivery.failure);
  }
  const { receipt, lead, isTold } = delivery;
  return isTold ? undefined : new LeadAcceptedEvent(receipt, lead);
}
