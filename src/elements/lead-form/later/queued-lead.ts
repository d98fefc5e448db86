import type { ClientFailure } from '../../../client/error.ts';
import { createKey } from '../../../client/key.ts';
import { LeadQueue } from '../../../client/queue/lead-queue.ts';
import {
  fingerprintOf,
  type SettledLead,
  type WaitingLead,
} from '../../../client/queue/lead-record.ts';
import type { LeadRequest } from '../../../contract/lead.ts';
import { type Delivery, isKeyReused } from '../delivery.ts';
import type { LaterParts } from './later.ts';

/** Failures that another attempt will hardly cure: somebody has to fix something first. */
const stuck: ReadonlySet<ClientFailure> = new Set(['refused', 'misconfigured', 'key-reused']);
/** The pause before the next attempt after one of them, while the page stays open. */
const stuckPauseMs = 3_600_000;

/** The outcome of a queued lead, and the record that was sent in the end. */
export interface Sent {
  readonly delivery: Delivery;
  readonly sent: WaitingLead;
}

/** The queue for a form's leads; undefined if the page does not want one. */
export function queueOf({ endpoint, host }: LaterParts): LeadQueue | undefined {
  const url = endpoint();
  return url === undefined || host.noQueue ? undefined : new LeadQueue(url);
}

/** Sends a lead from the queue, and records the outcome there. Never rejects. */
export async function sendQueued(
  queue: LeadQueue,
  waiting: WaitingLead,
  send: (lead: LeadRequest, key: string) => Promise<Delivery>,
): Promise<Sent> {
  let sent = waiting;
  let delivery = await send(sent.lead, sent.key);
  if (isKeyReused(delivery)) {
    sent = { ...waiting, key: createKey() };
    await queue.renew(waiting, sent.key);
    delivery = await send(sent.lead, sent.key);
  }
  return { delivery: await note(queue, sent, delivery), sent };
}

/** Whether the lead stays in the queue for another attempt. */
export function isWaiting(delivery: Delivery): delivery is Delivery & { result: 'failed' } {
  if (delivery.result !== 'failed') return false;
  const { failure } = delivery;
  return failure !== 'duplicate' && failure !== 'aborted' && !stuck.has(failure);
}

/** Not a refusal: the form records that, as it depends on whether the visitor can correct it. */
async function note(queue: LeadQueue, lead: WaitingLead, delivery: Delivery): Promise<Delivery> {
  if (delivery.result === 'accepted') {
    return { ...delivery, isTold: (await queue.settle(lead, delivery.receipt)) === false };
  }
  if (delivery.result !== 'failed') return delivery;
  const { failure, retryAfterMs } = delivery;
  if (failure === 'duplicate') await queue.settle(lead);
  else if (stuck.has(failure)) await queue.postpone(lead, stuckPauseMs);
  else if (failure !== 'aborted') await queue.postpone(lead, retryAfterMs);
  return delivery;
}

/** A refused lead whose errors a form shows (`isTaken`) is dropped: its correction is another. */
export function setAside(
  queue: LeadQueue,
  waiting: WaitingLead,
  isTaken = false,
): Promise<unknown> {
  return isTaken ? queue.drop(waiting) : queue.postpone(waiting, stuckPauseMs);
}

/**
 * The outcome that a record holds once it no longer waits; the record may be gone, with the
 * browser's other data. `isOther`: the form now holds another lead than the record's.
 */
export function deliveryOf(
  record: SettledLead | undefined,
  lead: LeadRequest,
): Delivery & { readonly isOther: boolean } {
  const isOther = record !== undefined && record.fingerprint !== fingerprintOf(lead, record.key);
  if (!record) return { result: 'failed', failure: 'unavailable', isOther };
  const { receipt } = record;
  if (!receipt) return { result: 'failed', failure: 'duplicate', isOther };
  return { result: 'accepted', receipt, lead, isTold: true, isOther };
}
