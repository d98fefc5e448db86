import { CipherError } from '../../store/encryption/field-cipher.ts';
import type { Store } from '../../store/store.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import type { ContactUpstream } from '../../upstream/ports.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { PostbackStatuses } from '../postbacks/add-postback.ts';
import type { Deliveries } from './deliveries.ts';
import {
  type ClaimedLead,
  hasForeignContact,
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
  /** The wait before a lead in doubt is tried again, in ms. */
  readonly quietMs: number;
  /** Aborts a call that takes too long. */
  readonly deadline?: Deadline;
  /** Receives how each attempt ended, for a proxy whose visitors wait for it. */
  readonly deliveries?: Deliveries;
  /** Which states are reported to a tracker; `createPostbacks()` sends them. */
  readonly postbacks?: PostbackStatuses | undefined;
  /** Counts how attempts end, and shows which upstream is left alone. */
  readonly metrics?: Metrics | undefined;
}

/** Resolves to the upstream's answer; undefined if it was not called. */
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
    isForeignContact: !isUnsent && (await isForeignContact(options, lead, person, result)),
  });
  const settle = (): Promise<boolean> =>
    settleLead(store, lead, transition, now(), options.postbacks);
  const settled = await persist(options, lead.lease_until, settle);
  if (settled) {
    deliveries?.settled(lead.ref, transition);
    options.metrics?.settled(transition.state, now() - lead.received_at);
  }
  // A receiver rejects a lead in its own words. They may name the person, so they go into the
  // lead's record alone and not into the log. The texts of errors are ours.
  const detail = transition.state === 'rejected' ? {} : { detail: transition.detail };
  const fields = { ref: lead.ref, attempt: lead.attempts, ...detail };
  if (!settled) log.warn('lead.overtaken', fields);
  else if (transition.state === 'held' || transition.state === 'dead') {
    log.error(`lead.${transition.state}`, fields);
  } else log.info(`lead.${transition.state}`, fields);
  return isUnsent ? undefined : result;
}

/** The person of the lead, or why it cannot be sent: an unreadable lead holds up no other. */
async function findPerson(
  options: DeliveryOptions,
  lead: ClaimedLead,
): Promise<LeadPerson | UpstreamError> {
  const { store, now, log } = options;
  try {
    const read = (): Promise<LeadPerson | undefined> => personOfLead(store, lead.ref);
    const person = await persist(options, lead.lease_until, read);
    if (!person) return new UpstreamError('not_sent', 'the lead is gone');
    // A worker that finds the lease over takes the lead for sent, as with the use of a promo code.
    const isInTime = (lead.lease_until ?? 0) - now() >= callTimeoutMs;
    return isInTime ? person : new UpstreamError('not_sent', 'the store took too long');
  } catch (error) {
    if (!(error instanceof CipherError)) throw error;
    log.error('lead.unreadable', { ref: lead.ref, error });
    const { failure, message } = error;
    // Another server may have the key, or this one after a restart; no key repairs damage.
    return new UpstreamError(failure === 'no_key' ? 'not_sent' : 'setup', message);
  }
}

/** Whether "double phone" after a doubt is not our own echo: the contact is another lead's. */
async function isForeignContact(
  options: DeliveryOptions,
  lead: ClaimedLead,
  { phone }: LeadPerson,
  result: LeadResult,
): Promise<boolean> {
  const isEcho = !(result instanceof UpstreamError) && result.status === 'duplicate';
  if (!isEcho || lead.doubts === 0) return false;
  const ask = (): Promise<boolean> => hasForeignContact(options.store, lead, phone);
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
    // A fault of our own does not say whether bytes left.
    log.error('lead.fault', { ref, error });
    return new UpstreamError('in_doubt', 'the adapter failed', { cause: error });
  }
}
