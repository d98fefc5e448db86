import type { ReactiveController } from 'lit';
import { fieldsOf } from '../../client/lead-fields.ts';
import type { WaitingLead } from '../../client/queue/lead-record.ts';
import type { LeadRequest } from '../../contract/lead.ts';
import { queueOf } from './kept-lead.ts';
import type { LaterParts } from './later.ts';

/** A code that is answered by then, as most are, costs no write. Nobody closes a tab sooner. */
const graceMs = 100;
/** Longer than a typed code holds a lead up: no other form or tab sends it meanwhile. */
const restMs = 5_000;

/**
 * Keeps a lead in the browser while its promo code is still asked for: the visitor, who has pressed
 * the button, may close the tab then. What is sent afterwards has the same key.
 */
export class EarlyLead implements ReactiveController {
  readonly #parts: LaterParts;
  /** Set once for each submission. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the button was pressed for. */
  #said = '';
  #consent = '';
  /** What nobody has decided on yet. */
  #kept: Promise<WaitingLead | undefined> | undefined;
  #takingBack: Promise<void> | undefined;

  constructor(parts: LaterParts) {
    this.#parts = parts;
    const { submission } = parts;
    const { deliver } = submission;
    submission.deliver = async (...lead) => {
      clearTimeout(this.#timer);
      this.#timer = this.#kept = undefined;
      // What is sent may have the same key, and must not go with what is taken back.
      await this.#takingBack;
      return deliver(...lead);
    };
  }

  hostUpdated(): void {
    const { submission } = this.#parts;
    const { phase, parts, ordered, offer } = submission;
    const { consent } = parts.draft.values;
    const isSameOffer = ordered === offer;
    if (phase.step !== 'submitting') {
      // The visitor has something to correct, or the page does not want it to be sent.
      this.#takeBack();
      this.#timer = undefined;
    } else if (this.#timer) {
      // The consent was taken back, say. What the page has gone on to meanwhile was not ordered.
      const isOther = isSameOffer && this.#said !== fieldsOf(submission.compose());
      if (isOther || this.#consent !== consent) this.#takeBack();
    } else if (isSameOffer && parts.promoCode.value) {
      const lead = submission.compose();
      this.#said = fieldsOf(lead);
      this.#consent = consent;
      this.#timer = setTimeout(() => this.#keep(lead), graceMs);
    }
  }

  #keep(lead: LeadRequest): void {
    const key = this.#parts.submission.key.for(lead);
    this.#kept = queueOf(this.#parts)?.keepEarly(lead, key, restMs);
  }

  #takeBack(): void {
    clearTimeout(this.#timer);
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept) this.#takingBack = kept.then((waiting) => this.#drop(waiting));
  }

  async #drop(waiting: WaitingLead | undefined): Promise<void> {
    if (waiting) await queueOf(this.#parts)?.drop(waiting);
  }
}
