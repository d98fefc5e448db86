import type { ClientFailure } from '../../client/error.ts';
import type { FieldError } from '../../contract/field-error.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import { composed, NativeEvent } from '../shared/native-event.ts';
import type { LeadForm } from './element.ts';

/** The lead is complete and about to be sent; `preventDefault()` keeps it here. */
export class LeadSubmitEvent extends NativeEvent {
  /** What goes to the proxy: personal data, for the page's own eyes. */
  declare readonly lead: LeadRequest;

  constructor(lead: LeadRequest) {
    super('lead-submit', { ...composed, cancelable: true });
    this.lead = lead;
  }
}

/** The lead is stored durably. */
export class LeadAcceptedEvent extends NativeEvent {
  /** What the proxy wrote down: the lead's reference, and what its promo code is worth. */
  declare readonly receipt: LeadReceipt;
  /**
   * What was sent: personal data, for the page's own eyes. One that had to wait may be of an
   * earlier visit, and of another product than the form is for.
   */
  declare readonly lead: LeadRequest;

  constructor(receipt: LeadReceipt, lead: LeadRequest) {
    super('lead-accepted', composed);
    Object.assign(this, { receipt, lead });
  }
}

/** The proxy refused some fields; the visitor sees them and can correct them. */
export class LeadRefusedEvent extends NativeEvent {
  /** Each with its field and the rule that it breaks. */
  declare readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    super('lead-refused', composed);
    this.errors = errors;
  }
}

/** The lead did not get through, waits in the browser, and is sent as soon as it can be. */
export class LeadQueuedEvent extends NativeEvent {
  /** Why it did not get through. */
  declare readonly failure: ClientFailure;

  constructor(failure: ClientFailure) {
    super('lead-queued', composed);
    this.failure = failure;
  }
}

/** The lead did not get through; what was typed is still there. */
export class LeadErrorEvent extends NativeEvent {
  /** Why it did not get through. */
  declare readonly failure: ClientFailure;

  constructor(failure: ClientFailure) {
    super('lead-error', composed);
    this.failure = failure;
  }
}

declare global {
  // Of elements, of the document and of the window: the events bubble up to all of them.
  interface GlobalEventHandlersEventMap {
    'lead-submit': LeadSubmitEvent;
    'lead-accepted': LeadAcceptedEvent;
    'lead-refused': LeadRefusedEvent;
    'lead-queued': LeadQueuedEvent;
    'lead-error': LeadErrorEvent;
  }
  // Here, because every import of one of our classes loads this module's types.
  interface HTMLElementTagNameMap {
    'lead-form': LeadForm;
  }
}
