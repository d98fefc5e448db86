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
import type { PromoCode } from './promo-code.ts';
import { SubmissionKey } from './submission-key.ts';
import type { Supplement } from './supplement.ts';

/** Says something anew in each language; `isCounting` while a countdown follows it. */
export type Notice = (isCounting: boolean) => string;

/**
 * Where a submission is.
 *
 * `editing -> submitting -> accepted | failed | queued`; `failed` is `editing` with something to
 * say, and goes to `submitting` by "try again". Fields that the proxy refused lead back to
 * `editing`. `queued` is `failed` with the lead kept in the browser: it goes on by itself too.
 */
export type Phase = {
  /** A line in the visitor's language, of a lead that waits or that was sent before. */
  readonly notice?: Notice;
} & Step;

type Step =
  | { readonly step: 'editing' | 'submitting' | 'queued' }
  | { readonly step: 'failed'; readonly failure: ClientFailure }
  | {
      readonly step: 'accepted';
      readonly receipt: LeadReceipt;
      readonly lead: LeadRequest;
      /** Whether the visitor is brought to the thanks. */
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
  /** Of what is in the fields now. */
  readonly createLead: () => LeadRequest;
  /** What the form shows, by its id. */
  readonly find: (id: string | undefined) => HTMLElement | null | undefined;
  /** Waits a moment for the supplement. */
  readonly settle: () => Promise<void>;
}

/** The way of a lead from the form to its receipt, with its key, its wait and its events. */
export class Submission {
  phase: Phase = { step: 'editing' };
  // Set, not declared alone: a page may have given every object something of that name.
  /** What else a lead is made of, as soon as that is loaded. */
  supplement: Supplement | undefined;
  /** What the browser has kept of a visit before, until it is back in the form. */
  kept: string | undefined;
  /** The offer that the button was pressed for last. */
  ordered: string | undefined;
  declare readonly parts: SubmissionParts;
  /** Of the lead that the form is for now: after `reset()` another object. */
  key: SubmissionKey = new SubmissionKey();
  /** Where the browser can keep leads, another one that does. */
  deliver: Deliver = deliver;
  /** Runs while the proxy wants to be left alone. */
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
      // The visitor may have taken the consent back meanwhile, or the product.
      if (!draft.checkAll() || !promoCode.checkValidity()) return this.#holdBack();
      if (this.supplement?.reportValidity() === false) return this.enter({ step: 'editing' });
      // Where the page has gone on to something else, it is still what the button was pressed for.
      if (this.ordered === this.offer) lead = this.compose();
    }
    const isSent = this.#host.dispatchEvent(new LeadSubmitEvent(lead));
    const delivery = isSent && (await this.deliver(client, lead, key));
    // The page may have emptied the form meanwhile; what becomes of it is of another lead then.
    if (key !== this.key) return void (delivery && this.announce(delivery));
    if (delivery) this.conclude(delivery, lead);
    else this.enter({ step: 'editing' });
  }

  /** Has what `keepDraft()` had the browser keep put back, as soon as that can be had. */
  restore(state: string): void {
    this.kept = state;
    // Once more, should the page be left again before anything changes.
    this.internals.setFormValue(null, state);
    void this.parts.settle();
    this.#host.requestUpdate();
  }

  /** Empties the form for another lead. What is on its way goes on, and the page hears of it. */
  reset(): void {
    const { draft, promoCode, find } = this.parts;
    draft.clear();
    // A key is not rendered: to Lit, its field may be empty already.
    for (const name of draft.order) Object.assign(find(name) ?? {}, { value: '' });
    promoCode.reset();
    this.supplement?.reset();
    this.key = new SubmissionKey();
    this.countdown.set();
    this.enter({ step: 'editing' });
  }

  /** What the page offers now; what is chosen of a list is the visitor's, and not in it. */
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
   * What came of a lead is for the visitor to see, and for the page to hear. `isWatched`: the
   * visitor waits for it, and is brought to where there is something to do or to read. `mayLeave`:
   * nobody is in the middle of something else.
   */
  conclude(
    delivery: Delivery,
    lead: LeadRequest,
    isWatched = true,
    mayLeave: boolean = isWatched,
  ): void {
    const { result } = delivery;
    if (result === 'queued') {
      this.enter({ step: result, notice: delivery.notice });
      this.countdown.set(delivery.retryAfterMs);
      return this.announce(delivery);
    }
    if (result !== 'failed' || delivery.failure === 'duplicate') this.key.answered(lead);
    if (result === 'accepted') return this.#accept(delivery, isWatched, mayLeave);
    if (result === 'failed') return this.#fail(delivery.failure, delivery.retryAfterMs);
    const isTaken = this.parts.draft.refuse(delivery.errors);
    // The page may empty the form, and the errors go with it.
    this.announce(delivery);
    if (isTaken) return void this.#holdBack(isWatched);
    // A field that the visitor cannot see is not for the visitor to correct.
    this.#fail('misconfigured');
  }

  /** Has the page hear what came of a lead, once. */
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
    return !/accepted|submitting/.test(this.phase.step) && !this.countdown.isRunning;
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

  /** Back to the visitor: says which fields, and puts the focus into the first of them. */
  async #holdBack(isWatched = true): Promise<void> {
    const { draft, promoCode, find } = this.parts;
    this.enter({ step: 'editing' });
    // What was said before is gone by then: the same words in its place would be silence.
    await this.#host.updateComplete;
    if (isWatched) (find(draft.wrong[0]) ?? promoCode).focus();
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
