import type { ReactiveController } from 'lit';
import { fieldsOf } from '../../../client/lead-fields.ts';
import type { LeadClient } from '../../../client/leads.ts';
import { type LeadQueue, recordOf } from '../../../client/queue/lead-queue.ts';
import type { WaitingLead } from '../../../client/queue/lead-record.ts';
import { withLock } from '../../../client/queue/lock.ts';
import type { LeadRequest } from '../../../contract/lead.ts';
import type { LeadFormMessages } from '../../locales/messages.ts';
import type { Deliver, Delivery } from '../delivery.ts';
import { queuedNotice } from '../reserved-text.ts';
import type { Notice, Submission } from '../submission.ts';
import { canHold, putBackLead } from './kept-draft.ts';
import type { LaterParts } from './later.ts';
import { deliveryOf, isWaiting, queueOf, type Sent, sendQueued, setAside } from './queued-lead.ts';

type Sending = [LeadQueue, LeadClient, WaitingLead, AbortSignal?];
type Refusal = Delivery & { readonly result: 'refused' };

/** A form whose own lead waits goes first, so that its visitor sees the thanks. */
const othersDelayMs = 2_000;
const timerMsMin = 5_000;
/** How often a form checks whether another tab has sent its lead. */
const timerMsMax = 60_000;

/**
 * Keeps each lead of a form in the browser until the proxy has given its final answer, and sends
 * waiting leads: on the next visit, when the network or the visitor comes back, and from time to
 * time. One tab sends at a time; two would do no harm, because a lead keeps its key.
 */
export class WaitingLeads implements ReactiveController {
  static readonly #forms = new Set<WaitingLeads>();

  /** Whether the visitor has typed since the last lead was sent. */
  isTyped = false;
  /** Whether the visitor has withdrawn the consent since the last lead was sent. */
  isWithdrawn = false;
  readonly #parts: LaterParts;
  readonly #submission: Submission;
  readonly #deliverAtOnce: Deliver;
  #page: AbortController | undefined;
  #flushing: AbortController | undefined;
  /** The network is back: send now, whatever is left of the pause between attempts. */
  #isForced = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: LaterParts) {
    this.#parts = parts;
    this.#submission = parts.submission;
    this.#deliverAtOnce = parts.submission.deliver;
    parts.submission.deliver = (...lead) => this.#deliver(...lead);
    parts.host.addEventListener('input', () => (this.isTyped = true));
  }

  hostConnected(): void {
    this.#attend();
    void this.#flush();
  }

  hostDisconnected(): void {
    this.#attend();
  }

  hostUpdated(): void {
    this.#attend();
  }

  /** A form that the page has removed keeps working until its own lead is settled. */
  #attend(): void {
    if (!this.#parts.host.isConnected && !this.#ownKey) {
      WaitingLeads.#forms.delete(this);
      this.#page?.abort();
      this.#page = undefined;
      clearTimeout(this.#timer);
    } else if (!this.#page) {
      WaitingLeads.#forms.add(this);
      const { signal } = (this.#page = new AbortController());
      // All three reach the window, whose methods a page's markup cannot hide.
      for (const type of ['online', 'pageshow', 'visibilitychange']) {
        addEventListener(type, this, { signal });
      }
    }
  }

  handleEvent({ type }: Event): void {
    this.#isForced ||= type === 'online';
    setTimeout(() => void this.#flush(), type !== 'online' || this.#ownKey ? 0 : othersDelayMs);
  }

  /** Replaces the form's own `deliver`: the lead is stored before its first byte is sent. */
  async #deliver(...[client, composed, key]: Parameters<Deliver>): Promise<Delivery> {
    // If the form was emptied before the rest of it had loaded, the lead lacks the extra fields.
    const missing = composed.signals ? undefined : this.#submission.supplement;
    const lead = missing?.complete(composed) ?? composed;
    const queue = queueOf(this.#parts);
    this.isTyped = this.isWithdrawn = false;
    this.#flushing?.abort();
    const kept = await queue?.keep(lead, key.for(lead));
    if (!queue || !kept) return this.#deliverAtOnce(client, lead, key);
    const send = (): Promise<Sent> => this.#send(queue, client, kept);
    const { delivery, sent } = await withLock(kept.endpoint, 'shared', send);
    key.use(sent.key);
    if (delivery.result === 'refused') {
      // Errors must not appear in the fields of another lead: the page may have emptied the form,
      // or switched to another product.
      const { offer, ordered, parts } = this.#submission;
      const isSame = key === this.#submission.key && offer === ordered;
      const isCurrent = isSame && this.#parts.host.isConnected;
      const isTaken = isCurrent && parts.draft.refuse(delivery.errors);
      await setAside(queue, sent, isTaken);
    }
    setTimeout(() => void this.#flush());
    if (!isWaiting(delivery) || this.isWithdrawn) return delivery;
    return { ...delivery, result: 'queued', notice: this.notice };
  }

  /** Sends waiting leads unless another tab does, and checks what the others have done. */
  async #flush(): Promise<void> {
    const queue = queueOf(this.#parts);
    if (!queue || this.#flushing || !this.#page) return;
    // The submission may be held back, and then nothing else would send the waiting leads.
    if (this.#submission.phase.step === 'submitting') return this.#flushIn(timerMsMin);
    this.#flushing = new AbortController();
    // A page may break what tells it of a lead; the next ones are sent all the same.
    await this.#sendAll(queue, this.#flushing.signal).catch(console.error);
    this.#flushing = undefined;
    await this.#look(queue);
    if (this.#isForced) void this.#flush();
  }

  async #sendAll(queue: LeadQueue, signal: AbortSignal): Promise<void> {
    const isForced = this.#isForced;
    this.#isForced = false;
    const client = this.#parts.client();
    const [first] = await this.#due(queue, isForced);
    if (!client || !first) return;
    await withLock(first.endpoint, 'exclusive', async (isFree) => {
      // Another tab may have sent some until now.
      for (const waiting of isFree ? await this.#due(queue, isForced) : []) {
        const { delivery, sent } = await this.#send(queue, client, waiting, signal);
        // The visitor has pressed the button.
        if (signal.aborted && delivery.result === 'failed') break;
        await this.#tell(queue, waiting, { delivery, sent });
        // The others would fare no better.
        if (isWaiting(delivery)) break;
      }
    });
  }

  /**
   * The leads to send now. A form that is not in the page sends only its own lead, or leaves it to
   * one that is and can show it. A lead that the visitor is changing waits for the visitor.
   */
  async #due(queue: LeadQueue, isForced: boolean): Promise<readonly WaitingLead[]> {
    const records = (await queue.list()) ?? [];
    const isSeen = this.#parts.host.isConnected;
    if (!isSeen && this.#isLeftToOther()) return [];
    return records.filter(
      (record): record is WaitingLead =>
        record.lead !== undefined &&
        (isForced || queue.dueInMs(record) <= 0) &&
        (isSeen || record.key === this.#ownKey) &&
        !WaitingLeads.#isEdited(record),
    );
  }

  #send(...[queue, client, waiting, signal]: Sending): Promise<Sent> {
    return sendQueued(queue, waiting, (...lead) => this.#parts.send(client, ...lead, signal));
  }

  /** Shows the outcome in the form whose lead it is; for any other lead, as a line in this one. */
  async #tell(queue: LeadQueue, waiting: WaitingLead, { delivery, sent }: Sent): Promise<void> {
    const owner = [this, ...WaitingLeads.#seen].find((form) => form.#ownKey === waiting.key);
    if (owner) owner.#submission.key.use(sent.key);
    if (delivery.result === 'refused') {
      await (owner ?? this).#onRefused(queue, sent, delivery);
    } else if (owner) {
      if (!isWaiting(delivery)) owner.#conclude(delivery, sent.lead, owner.#isOtherThan(sent.lead));
    } else if (delivery.result === 'accepted') {
      this.#say('sent_later');
      this.#submission.announce(delivery);
    } else if (isWaiting(delivery)) {
      this.#recall(this.notice);
    } else if (delivery.result === 'failed' && delivery.failure === 'duplicate') {
      this.#say('duplicate');
    }
  }

  /** Refused fields go back to the visitor, into a form that has them or is empty. */
  async #onRefused(queue: LeadQueue, waiting: WaitingLead, delivery: Refusal): Promise<void> {
    const { draft } = this.#submission.parts;
    // Nobody could correct it in this form: it waits for one that is in the page.
    if (!this.#parts.host.isConnected) return void (await setAside(queue, waiting));
    const isOwner = this.#ownKey === waiting.key;
    const isTaken =
      (isOwner || canHold(this.#submission, waiting.lead)) && draft.refuse(delivery.errors);
    if (isTaken && !isOwner) {
      // The fields may count as touched, though empty: without `clear()` they would stay empty.
      draft.clear();
      putBackLead(this.#parts.host, this.#submission, waiting.lead);
    }
    if (isTaken || isOwner) this.#conclude(delivery, waiting.lead);
    // Last, so that the form is filled in before the visitor can type anything.
    await setAside(queue, waiting, isTaken);
  }

  /** Another tab may have given this form's lead another key, or received its answer. */
  async #look(queue: LeadQueue): Promise<void> {
    const records = await queue.list();
    const key = this.#ownKey;
    if (records && key !== undefined) {
      const lead = this.#submission.compose();
      const own = recordOf(lead, key, records);
      this.#submission.key.use(own?.key ?? key);
      if (!own?.lead) {
        const { isOther, ...delivery } = deliveryOf(own, lead);
        this.#conclude(delivery, lead, this.isTyped && isOther);
      }
    }
    const waits = (records ?? []).flatMap((record) => (record.lead ? queue.dueInMs(record) : []));
    if (waits.length === 0 || !this.#page) return;
    this.#flushIn(Math.max(timerMsMin, Math.min(timerMsMax, ...waits)));
  }

  #flushIn(pauseMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#flush(), pauseMs);
  }

  /** Aborts the attempts that forms of this page make on their own; they are repeated later. */
  static stop(): void {
    for (const form of WaitingLeads.#forms) form.#flushing?.abort();
  }

  /**
   * What the visitor is typing becomes another lead: one too many is better than one lost. A
   * visitor who is elsewhere on the page by now, perhaps in a view without a form, stays there. One
   * who is only reading goes to `success-url`: many pages count their orders by that. Each must be
   * counted once, so nobody goes there for an answer that another tab has received.
   */
  #conclude(delivery: Delivery, lead: LeadRequest, isOther = false): void {
    const { host } = this.#parts;
    // The proxy has answered: the wait that it asked for is over.
    this.#submission.countdown.set();
    if (isOther && host.isConnected && delivery.result === 'accepted') {
      this.#submission.key.use(undefined);
      this.#submission.enter({ step: 'editing' });
      this.#say('sent_later');
      return this.#submission.announce(delivery);
    }
    const isWatched = host.matches(':focus-within');
    const isShown = host.isConnected && host.checkVisibility?.() !== false;
    const isIdle = document.activeElement === document.body && isShown;
    const isTold = delivery.result === 'accepted' && delivery.isTold;
    this.#submission.conclude(delivery, lead, !isWatched, !isTold && (isWatched || isIdle));
  }

  #say(text: keyof LeadFormMessages): void {
    this.#recall(() => this.#parts.texts.get(text));
  }

  /** Shows a line about a lead of an earlier visit, if the form shows nothing else. */
  #recall(notice: Notice): void {
    const { step } = this.#submission.phase;
    if (step === 'editing') this.#submission.enter({ step, notice });
  }

  /** The forms that are in the page, where the visitor can see what they say. */
  static get #seen(): readonly WaitingLeads[] {
    return [...WaitingLeads.#forms].filter((form) => form.#parts.host.isConnected);
  }

  /** Leaves sending to a form that is in the page and has the same queue, if there is one. */
  #isLeftToOther(): boolean {
    const other = WaitingLeads.#seen.find(
      (form) => form.#parts.endpoint() === this.#parts.endpoint() && queueOf(form.#parts),
    );
    if (other) void other.#flush();
    return other !== undefined;
  }

  /** The key of the lead that this form waits for. */
  get #ownKey(): string | undefined {
    const { phase, key } = this.#submission;
    return phase.step === 'queued' ? key.current : undefined;
  }

  /** Whether the visitor is changing it in its form, held back or not; a closed form is ignored. */
  static #isEdited({ key, lead }: WaitingLead): boolean {
    const editor = WaitingLeads.#seen.find((form) => form.#submission.key.current === key);
    if (!editor || editor.#parts.host.checkVisibility?.() === false) return false;
    return editor.#isOtherThan(lead);
  }

  /** Whether the visitor has typed something else since. A script's changes do not count. */
  #isOtherThan(lead: LeadRequest): boolean {
    return this.isTyped && fieldsOf(lead) !== fieldsOf(this.#submission.compose());
  }

  readonly notice: Notice = (isCounting) => queuedNotice(this.#parts.texts, isCounting);
}
