import type { ReactiveController } from 'lit';
import { fieldsOf } from '../../client/lead-fields.ts';
import type { LeadClient } from '../../client/leads.ts';
import type { LeadQueue } from '../../client/queue/lead-queue.ts';
import type { WaitingLead } from '../../client/queue/lead-record.ts';
import { takeLock } from '../../client/queue/lock.ts';
import type { LeadRequest } from '../../contract/lead.ts';
import type { LeadFormMessages } from '../locales/messages.ts';
import type { Deliver, Delivery } from './delivery.ts';
import { hasRoomFor, putBackLead } from './kept-draft.ts';
import { answerIn, isWaiting, putAway, queueOf, type Sent, sendKept } from './kept-lead.ts';
import type { LaterParts } from './later.ts';
import { queuedNotice } from './room.ts';
import type { Notice, Submission } from './submission.ts';

type Sending = [LeadQueue, LeadClient, WaitingLead, AbortSignal?];
type Refusal = [LeadQueue, WaitingLead, Delivery & { result: 'refused' }, isOwner: boolean];

/** A form that waits comes before the others, so that it is its own visitor who sees the thanks. */
const othersDelayMs = 2_000;
const timerMsMin = 5_000;
/** How often a form looks whether another tab has sent its lead. */
const timerMsMax = 60_000;

/**
 * Keeps each lead of a form in the browser until the proxy has given its final answer, and sends
 * what waits there: on the next visit, on the way back to a network or to the page, and from time
 * to time. One tab does so at a time; two would do no harm, for a lead keeps its key.
 */
export class WaitingLeads implements ReactiveController {
  /** Of this page. */
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
  /** Asked for by a change of the network, whatever the pause between attempts says. */
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

  /** A form that the page has taken out goes on until its own lead is settled. */
  #attend(): void {
    if (!this.#parts.host.isConnected && !this.#ownKey) {
      WaitingLeads.#forms.delete(this);
      this.#page?.abort();
      this.#page = undefined;
      clearTimeout(this.#timer);
    } else if (!this.#page) {
      WaitingLeads.#forms.add(this);
      const { signal } = (this.#page = new AbortController());
      // All three reach the window, which has no names that a page's markup could take.
      for (const type of ['online', 'pageshow', 'visibilitychange']) {
        addEventListener(type, this, { signal });
      }
    }
  }

  handleEvent({ type }: Event): void {
    this.#isForced ||= type === 'online';
    setTimeout(() => void this.#flush(), type !== 'online' || this.#ownKey ? 0 : othersDelayMs);
  }

  /** In place of the form's own way: the lead is in the browser before its first byte leaves. */
  async #deliver(...[client, composed, key]: Parameters<Deliver>): Promise<Delivery> {
    // Of a form that was emptied before the rest of it had come, it lacks the page's own fields.
    const missing = composed.signals ? undefined : this.#submission.supplement;
    const lead = missing?.complete(composed) ?? composed;
    const queue = queueOf(this.#parts);
    this.isTyped = this.isWithdrawn = false;
    this.#flushing?.abort();
    const kept = await queue?.keep(lead, key.for(lead));
    if (!queue || !kept) return this.#deliverAtOnce(client, lead, key);
    const release = await takeLock(kept.endpoint, 'shared');
    const { delivery, sent } = await this.#send(queue, client, kept);
    release?.();
    key.use(sent.key);
    if (delivery.result === 'refused') {
      // Not beside the fields of another lead: the page may have emptied the form meanwhile, or be
      // for another product by now.
      const { offer, ordered, parts } = this.#submission;
      const isSame = key === this.#submission.key && offer === ordered;
      const isCurrent = isSame && this.#parts.host.isConnected;
      const isTaken = isCurrent && parts.draft.refuse(delivery.errors);
      await putAway(queue, sent, isTaken);
    }
    setTimeout(() => void this.#flush());
    if (!isWaiting(delivery) || this.isWithdrawn) return delivery;
    return { ...delivery, result: 'queued', notice: this.notice };
  }

  /** Sends what waits, if no other tab is at it, and looks what the others have done. */
  async #flush(): Promise<void> {
    const queue = queueOf(this.#parts);
    if (!queue || this.#flushing || !this.#page) return;
    // It may be held back, and then nothing else would go on with what waits.
    if (this.#submission.phase.step === 'submitting') return this.#flushIn(timerMsMin);
    this.#flushing = new AbortController();
    await this.#sendAll(queue, this.#flushing.signal);
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
    const release = await takeLock(first.endpoint, 'exclusive');
    if (!release) return;
    // Another tab may have been at it until now.
    for (const waiting of await this.#due(queue, isForced)) {
      const { delivery, sent } = await this.#send(queue, client, waiting, signal);
      // The visitor has pressed the button meanwhile.
      if (signal.aborted && delivery.result === 'failed') break;
      await this.#tell(queue, waiting, { delivery, sent });
      // The others would fare no better.
      if (isWaiting(delivery)) break;
    }
    release();
  }

  /**
   * What is to be sent now. A form that is not in the page sends its own lead alone, or leaves it
   * to one that is there and can say so. What the visitor is changing waits for the visitor.
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
    return sendKept(queue, waiting, (...lead) => this.#parts.send(client, ...lead, signal));
  }

  /** The form that waits for a lead shows what came of it; of others this one says it in a line. */
  async #tell(queue: LeadQueue, waiting: WaitingLead, { delivery, sent }: Sent): Promise<void> {
    const isOwner = (form: WaitingLeads): boolean => form.#ownKey === waiting.key;
    const owner = isOwner(this) ? this : WaitingLeads.#seen.find(isOwner);
    if (owner) owner.#submission.key.use(sent.key);
    if (delivery.result === 'refused') {
      await (owner ?? this).#onRefused(queue, sent, delivery, owner !== undefined);
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
  async #onRefused(...[queue, waiting, delivery, isOwner]: Refusal): Promise<void> {
    const { draft } = this.#submission.parts;
    // Nobody could correct it there: it waits for a form that is in the page.
    if (!this.#parts.host.isConnected) return void (await putAway(queue, waiting));
    const isTaken =
      (isOwner || hasRoomFor(this.#submission, waiting.lead)) && draft.refuse(delivery.errors);
    if (isTaken && !isOwner) {
      // The button was pressed here, or something deleted again: an empty field is no answer then.
      draft.clear();
      putBackLead(this.#parts.host, this.#submission, waiting.lead);
    }
    if (isTaken || isOwner) this.#conclude(delivery, waiting.lead);
    // The browser lets go of it last: what is typed meanwhile finds a form that is filled in.
    await putAway(queue, waiting, isTaken);
  }

  /** Another tab may have had the answer to the lead that this form waits for. */
  async #look(queue: LeadQueue): Promise<void> {
    const records = await queue.list();
    const key = this.#ownKey;
    const own = records?.find((record) => record.key === key);
    if (records && key !== undefined && !own?.lead) {
      const lead = this.#submission.compose();
      const { isOther, ...delivery } = answerIn(own, lead);
      this.#conclude(delivery, lead, this.isTyped && isOther);
    }
    const waits = (records ?? []).flatMap((record) => (record.lead ? queue.dueInMs(record) : []));
    if (waits.length === 0 || !this.#page) return;
    this.#flushIn(Math.min(Math.max(timerMsMin, Math.min(...waits)), timerMsMax));
  }

  #flushIn(pauseMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#flush(), pauseMs);
  }

  /** Ends what goes on by itself in this page; what waits is sent later. */
  static stop(): void {
    for (const form of WaitingLeads.#forms) form.#flushing?.abort();
  }

  /**
   * What the visitor is typing goes on as another lead: one too many is better than one lost. Or
   * the visitor may be elsewhere on the page by now, in a view of it that has no form perhaps, and
   * stays there. Who only reads on leaves it for `success-url`: many a page counts its orders by
   * that. It counts each once, so nobody leaves by an answer that another tab has had.
   */
  #conclude(delivery: Delivery, lead: LeadRequest, isOther = false): void {
    const { host } = this.#parts;
    // The proxy has answered: what it asked for before is over.
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
    this.#submission.conclude(delivery, lead, isWatched, !isTold && (isWatched || isIdle));
  }

  #say(text: keyof LeadFormMessages): void {
    this.#recall(() => this.#parts.texts.get(text));
  }

  /** Says something of a lead of an earlier visit, where the form has nothing else to say. */
  #recall(notice: Notice): void {
    const { step } = this.#submission.phase;
    if (step === 'editing') this.#submission.enter({ step, notice });
  }

  /** Those that are in the page: what they say of a lead can be seen and heard there. */
  static get #seen(): readonly WaitingLeads[] {
    return [...WaitingLeads.#forms].filter((form) => form.#parts.host.isConnected);
  }

  /** Has one do it that is in the page and sees to the same leads, where there is one. */
  #isLeftToOther(): boolean {
    const endpoint = this.#parts.endpoint();
    const other = WaitingLeads.#seen.find(
      (form) => form.#parts.endpoint() === endpoint && queueOf(form.#parts),
    );
    if (other) void other.#flush();
    return other !== undefined;
  }

  /** Of the lead that this form waits for. */
  get #ownKey(): string | undefined {
    const { phase, key } = this.#submission;
    return phase.step === 'queued' ? key.current : undefined;
  }

  /** Whether the visitor is changing it in its form, held back or not; in none that was closed. */
  static #isEdited({ key, lead }: WaitingLead): boolean {
    const editor = WaitingLeads.#seen.find((form) => form.#submission.key.current === key);
    if (!editor || editor.#parts.host.checkVisibility?.() === false) return false;
    return editor.#isOtherThan(lead);
  }

  /** Whether the visitor has typed something else since; a script may set fields at any time. */
  #isOtherThan(lead: LeadRequest): boolean {
    return this.isTyped && fieldsOf(lead) !== fieldsOf(this.#submission.compose());
  }

  readonly notice: Notice = (isCounting) => queuedNotice(this.#parts.texts, isCounting);
}
