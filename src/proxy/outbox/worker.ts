import { CipherError } from '../../store/field-cipher.ts';
import type { Store } from '../../store/store.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import type { ContactUpstream, PromoCodeUpstream } from '../../upstream/ports.ts';
import { CodeLists } from '../code-lists.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { Circuit } from './circuit.ts';
import type { Deliveries } from './deliveries.ts';
import {
  type ClaimedLead,
  claimLead,
  hasOthersContact,
  type LeadPerson,
  pastOf,
  personOfLead,
  settleLead,
} from './lead-queue.ts';
import { type LeadResult, leadTransition } from './lead-transition.ts';
import { callTimeoutMs, leaseMs } from './lease.ts';
import { findNextDue, lookAtDue } from './outlook.ts';
import { persist, type PersistOptions } from './persist.ts';
import { type Deadline, deadlineByClock, redeem, type RedeemerOptions } from './redeemer.ts';
import { expireAttempts } from './expire-attempts.ts';
import { claimDueRedemption } from './redemption-queue.ts';
import type { Retention } from './retention.ts';
import { createTurns, newMs, type Turn } from './turns.ts';
import { createUpkeep } from './upkeep.ts';

export interface WorkerOptions extends PersistOptions {
  readonly store: Store;
  readonly contacts: ContactUpstream;
  readonly promoCodes: PromoCodeUpstream;
  /** 0 to 1. */
  readonly random: () => number;
  /** The wait before a lead in doubt is tried once more, in ms. */
  readonly quietMs: number;
  /** Ends a call that takes too long. */
  readonly deadline?: Deadline;
  /** Is told how each attempt ended: for a proxy that lets its visitors wait. */
  readonly deliveries?: Deliveries;
  /** Calls that run at the same time. */
  readonly concurrency?: number;
  /** Days for which leads are kept, by state. */
  readonly retention?: Retention;
  /** Removes a batch of what others keep in the store; answers whether there may be more. */
  readonly removeOthers?: (now: number) => Promise<boolean>;
  /** Counts how attempts end, and tells who is left alone. */
  readonly metrics?: Metrics | undefined;
  /** As the proxy has them; of its own where they are left out. */
  readonly codes?: CodeLists;
  /** The company that the proxy has for who names none. */
  readonly company?: string | undefined;
}

/** Takes leads to the upstream, and then their promo codes. */
export interface Worker {
  /**
   * Works off all that is due; answers when to look again (ms since 1970), undefined where
   * nothing waits. After `signal` no further work is begun; what runs comes to its end.
   *
   * May be called while an earlier call runs, so that a new lead does not wait behind a slow
   * upstream: all calls share the places that `concurrency` gives.
   */
  runDue(signal: AbortSignal): Promise<number | undefined>;
}

export function createWorker(options: WorkerOptions): Worker {
  const { store, promoCodes: upstream, now, log, concurrency = 8 } = options;
  const { wait, deadline, retention = {}, removeOthers, metrics } = options;
  const { company, codes = new CodeLists({ upstream, now, log }) } = options;
  const given = { ...(wait && { wait }), ...(deadline && { deadline }) };
  const redeemer: RedeemerOptions = { store, upstream, codes, company, now, log, ...given };

  const contactsCircuit = new Circuit({ upstream: 'contacts', now, log, metrics });
  const codesCircuit = new Circuit({ upstream: 'promo_codes', now, log, metrics });

  /** Contacts that brought a promo code, and no look at what is due of those since. */
  let codesBrought = 0;
  /** Whether the last look found any due: to ask for one that is not there is a write. */
  let areCodesDue = false;
  const runLead = (turn: Turn): Promise<boolean> =>
    contactsCircuit.run(async () => {
      const claim = { now: now(), leaseMs };
      const ofNew = { ...claim, dueAfter: claim.now - newMs };
      const newest = turn === 'new lead' ? await claimLead(store, ofNew) : undefined;
      const lead = newest ?? (await claimLead(store, claim));
      if (!lead) return undefined;
      const result = await deliver(options, lead);
      if (lead.promo_code !== null) codesBrought += 1;
      return { result };
    });
  const runCode = (): Promise<boolean> =>
    codesCircuit.run(async () => {
      const redemption = await claimDueRedemption(store, { now: now(), leaseMs });
      areCodesDue = redemption !== undefined;
      return redemption && redeem(redeemer, redemption);
    });
  const nextTurn = createTurns();
  /** One piece of work; false where there is none. */
  const runOne = async (): Promise<boolean> => {
    const turn = nextTurn();
    const isBrought = codesBrought > 0;
    if (isBrought) codesBrought -= 1;
    const isForCode = isBrought || (areCodesDue && turn === 'promo code');
    if (isForCode && (await runCode())) return true;
    return (await runLead(turn)) || (areCodesDue && runCode());
  };
  const tidyUp = createUpkeep({ store, now, log, retention, removeOthers });
  const crew = createCrew(runOne, concurrency);
  return {
    async runDue(signal) {
      crew.call();
      const lookedAt = now();
      const due = await lookAtDue(store, lookedAt, concurrency);
      const { isLeaseOver } = due;
      areCodesDue ||= due.redemptions > 0 || isLeaseOver;
      if (isLeaseOver) await expire(options);
      // A place for each that is due; whoever brings more calls us too. Of leases nobody knows.
      const count = due.leads + due.redemptions;
      const length = isLeaseOver ? concurrency : Math.min(count, concurrency);
      await crew.work(length, signal);
      await tidyUp();
      return findNextDue(store, lookedAt, [contactsCircuit.openUntil, codesCircuit.openUntil]);
    },
  };
}

/** Those who work at the same time, however many calls they are for. */
function createCrew(runOne: () => Promise<boolean>, concurrency: number): Crew {
  let running = 0;
  let calls = 0;
  const runUntilDone = async (signal: AbortSignal): Promise<void> => {
    if (running >= concurrency) return;
    running += 1;
    try {
      while (!signal.aborted) {
        const callsBefore = calls;
        // Whoever called since may have found every place taken: we look again for them.
        if (!(await runOne()) && calls === callsBefore) break;
      }
    } finally {
      running -= 1;
    }
  };
  return {
    call() {
      calls += 1;
    },
    async work(length, signal) {
      const places = Array.from({ length }, () => runUntilDone(signal));
      // Where the store fails one of them, the calls of the others still run.
      await Promise.allSettled(places);
      await Promise.all(places);
    },
  };
}

interface Crew {
  /** Says that something may be due that was not before. */
  call(): void;
  /** Works at so many places, where they are free, until nothing is left. */
  work(length: number, signal: AbortSignal): Promise<void>;
}

async function expire({ store, log, ...rules }: WorkerOptions): Promise<void> {
  const { leads, redemptions } = await expireAttempts(store, rules);
  if (leads + redemptions > 0) log.warn('outbox.leases-expired', { leads, redemptions });
}

/** Answers what the upstream said; undefined where it was not asked. */
async function deliver(options: WorkerOptions, lead: ClaimedLead): Promise<LeadResult | undefined> {
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
  const settle = (): Promise<boolean> => settleLead(store, lead, transition, now());
  const settled = await persist(options, lead.lease_until, settle);
  if (settled) {
    deliveries?.settled(lead.ref, transition);
    options.metrics?.settled(transition.state, now() - lead.received_at);
  }
  const fields = { ref: lead.ref, attempt: lead.attempts, detail: transition.detail };
  if (!settled) log.warn('lead.overtaken', fields);
  else if (transition.state === 'held' || transition.state === 'dead') {
    log.error(`lead.${transition.state}`, fields);
  } else log.info(`lead.${transition.state}`, fields);
  return isUnsent ? undefined : result;
}

/** Who the lead is, or why it cannot be sent: no other lead waits for one that is unreadable. */
async function findPerson(
  options: WorkerOptions,
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
  options: WorkerOptions,
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
  options: WorkerOptions,
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
