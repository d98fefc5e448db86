import type { ReactiveController } from 'lit';
import { fieldsOf } from '../../../client/lead-fields.ts';
import type { WaitingLead } from '../../../client/queue/lead-record.ts';
import type { LeadRequest } from '../../../contract/lead.ts';
import type { LaterParts } from './later.ts';
import { queueOf } from './queued-lead.ts';

/** Most codes are answered by then, and cost no write. Nobody closes a tab sooner. */
const graceMs = 100;
/** Longer than a typed code can delay a lead, so that no other form or tab sends it first. */
const restMs = 5_000;

/**
 * Keeps a lead in the browser while its promo code is still being checked: the visitor has pressed
 * the button, and may close the tab. The lead is then sent with the same key.
 */
export class EarlyLead implements ReactiveController {
  readonly #parts: LaterParts;
  /** Set once for each submission. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The fields at the moment when the button was pressed. */
  #said = '';
  #consent = '';
  /** The stored lead, until it is sent or taken back. */
  #kept: Promise<WaitingLead | undefined> | undefined;
  #takingBack: Promise<void> | undefined;

  constructor(parts: LaterParts) {
    this.#parts = parts;
    const { submission } = parts;
    const { deliver } = submission;
    submission.deliver = async (...lead) => {
      clearTimeout(this.#timer);
      this.#timer = this.#kept = undefined;
      // The lead that is sent may have the same key: the drop must not remove it.
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
      // The visitor has something to correct, or the page cancelled the submission.
      this.#takeBack();
      this.#timer = undefined;
    } else if (this.#timer) {
      // The consent was withdrawn, say. A product that the page has switched to was not ordered.
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
