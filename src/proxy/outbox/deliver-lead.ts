import { CipherError } from '../../store/encryption/field-cipher.ts';
import type { Store } from '../../store/store.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import type { ContactUpstream } from '../../upstream/ports.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { PostbackStatuses } from '../postbacks/add-postback.ts';
import type { Deliveries } from './deliveries.ts';
import {
  type ClaimedLead,
  hasOthersContact,
  type LeadPerson,
  pastOf,
  personOfLead,
  settleLead,
} from './lead-queue.ts';
import { type LeadResult, leadTransition } from './lead-transition.ts';
import { callTimeoutMs, type Deadline, deadlineByClock } from './lease.ts';
import { persist, type PersistOptions } from './persist.ts';

export interface DeliveryOptions extends PersistOptions {
  readonly store: Store;
  readonly contacts: ContactUpstream;
  /** 0 to 1. */
  readonly random: () => number;
  /** The wait before a lead in doubt is tried once more, in ms. */
  readonly quietMs: number;
  /** Ends a call that takes too long. */
  readonly deadline?: Deadline;
  /** Is told how each attempt ended: for a proxy that lets its visitors wait. */
  readonly deliveries?: Deliveries;
  /** Which ends a tracker is told of; `createPostbacks()` does it. */
  readonly postbacks?: PostbackStatuses | undefined;
  /** Counts how attempts end, and tells who is left alone. */
  readonly metrics?: Metrics | undefined;
}

/** Answers what the upstream said; undefined where it was not asked. */
export async function deliverLead(
  options: DeliveryOptions,
  lead: ClaimedLead,
): Promise<LeadResult | undefined> {
  const { store, now, random, quietMs, log, deliveries } = options;
  const person = await findPerson(options, lead);
  const isUnsent = person instanceof UpstreamError;
  const result = isUnsent ? person : await attempt(options, lead, person);
  const transition = leadTransition(result, {
    now: now(),
    random: random(),
    quietMs,
    ...pastOf(lead),
    isOthers: !isUnsent && (await isOthers(options, lead, person, result)),
  });
  const settle = (): Promise<boolean> =>
    settleLead(store, lead, transition, now(), options.postbacks);
  const settled = await persist(options, lead.lease_until, settle);
  if (settled) {
    deliveries?.settled(lead.ref, transition);
    options.metrics?.settled(transition.state, now() - lead.received_at);
  }
  // Why it rejects a lead, a receiver says in its own words. They may name the person, and are for
  // the lead's record alone; errors are made without.
  const detail = transition.state === 'rejected' ? {} : { detail: transition.detail };
  const fields = { ref: lead.ref, attempt: lead.attempts, ...detail };
  if (!settled) log.warn('lead.overtaken', fields);
  else if (transition.state === 'held' || transition.state === 'dead') {
    log.error(`lead.${transition.state}`, fields);
  } else log.info(`lead.${transition.state}`, fields);
  return isUnsent ? undefined : result;
}

/** Who the lead is, or why it cannot be sent: no other lead waits for one that is unreadable. */
async function findPerson(
  options: DeliveryOptions,
  lead: ClaimedLead,
): Promise<LeadPerson | UpstreamError> {
  const { store, now, log } = options;
  try {
    const read = (): Promise<LeadPerson | undefined> => personOfLead(store, lead.ref);
    const person = await persist(options, lead.lease_until, read);
    if (!person) return new UpstreamError('not_sent', 'the lead is gone');
    // Whoever finds the lease run out takes the lead for sent: see the use of a promo code.
    const isInTime = (lead.lease_until ?? 0) - now() >= callTimeoutMs;
    return isInTime ? person : new UpstreamError('not_sent', 'the store took too long');
  } catch (error) {
    if (!(error instanceof CipherError)) throw error;
    log.error('lead.unreadable', { ref: lead.ref, error });
    const { failure, message } = error;
    // Another server may have the key, and this one with its next start; no key mends damage.
    return new UpstreamError(failure === 'no_key' ? 'not_sent' : 'setup', message);
  }
}

/** Whether "double phone" after a doubt is no echo: the contact is not this lead's. */
async function isOthers(
  options: DeliveryOptions,
  lead: ClaimedLead,
  { phone }: LeadPerson,
  result: LeadResult,
): Promise<boolean> {
  const isEcho = !(result instanceof UpstreamError) && result.status === 'duplicate';
  if (!isEcho || lead.doubts === 0) return false;
  const ask = (): Promise<boolean> => hasOthersContact(options.store, lead, phone);
  return persist(options, lead.lease_until, ask);
}

async function attempt(
  options: DeliveryOptions,
  { ref, product }: ClaimedLead,
  { first_name, last_name, phone, click_id }: LeadPerson,
): Promise<LeadResult> {
  const { contacts, log, deadline = deadlineByClock } = options;
  try {
    const contact = { ref, first_name, last_name, phone, click_id, product };
    return await contacts.create(contact, deadline(callTimeoutMs));
  } catch (error) {
    if (error instanceof UpstreamError) return error;
    // A fault of our own says nothing of whether bytes left.
    log.error('lead.fault', { ref, error });
    return new UpstreamError('in_doubt', 'the adapter failed', { cause: error });
  }
}
