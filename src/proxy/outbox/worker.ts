import type { Store } from '../../store/store.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import type { ContactUpstream, PromoCodeUpstream } from '../../upstream/ports.ts';
import { CodeLists, listFreshMs } from '../code-lists.ts';
import type { Log } from '../log.ts';
import type { Deliveries } from './deliveries.ts';
import { claimLead, expireLeads, type LeadRow, settleLead } from './lead-queue.ts';
import { type LeadResult, leadTransition } from './lead-transition.ts';
import { callTimeoutMs, leaseMs, redeem, type RedeemerOptions } from './redeemer.ts';
import { claimDueRedemption, expireRedemptions } from './redemption-queue.ts';

export interface WorkerOptions {
  readonly store: Store;
  readonly contacts: ContactUpstream;
  readonly promoCodes: PromoCodeUpstream;
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly log: Log;
  /** The wait before a lead in doubt is tried once more, in ms. */
  readonly quietMs: number;
  /** Is told how each attempt ended: for a proxy that lets its visitors wait. */
  readonly deliveries?: Deliveries;
  /** Calls that run at the same time. */
  readonly concurrency?: number;
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
  const { store, promoCodes: upstream, now, log, quietMs, concurrency = 8 } = options;
  const codes = new CodeLists({ upstream, now, log, freshMs: listFreshMs });
  const redeemer: RedeemerOptions = { store, upstream, codes, now, log };

  /** One piece of work; false where there is none. Contacts first: they are the money. */
  const runOne = async (): Promise<boolean> => {
    const claim = { now: now(), leaseMs };
    const lead = await claimLead(store, claim);
    if (lead) {
      await deliver(options, lead);
      return true;
    }
    const redemption = await claimDueRedemption(store, claim);
    if (redemption) await redeem(redeemer, redemption);
    return redemption !== undefined;
  };
  let running = 0;
  const runUntilDone = async (signal: AbortSignal): Promise<void> => {
    if (running >= concurrency) return;
    running += 1;
    try {
      while (!signal.aborted && (await runOne()));
    } finally {
      running -= 1;
    }
  };
  return {
    async runDue(signal) {
      const leads = await expireLeads(store, { now: now(), quietMs });
      const redemptions = await expireRedemptions(store, now());
      if (leads + redemptions > 0) log.warn('outbox.leases-expired', { leads, redemptions });
      await Promise.all(Array.from({ length: concurrency }, () => runUntilDone(signal)));
      return nextDue(store);
    },
  };
}

async function deliver(options: WorkerOptions, lead: LeadRow): Promise<void> {
  const { store, now, random, quietMs, log, deliveries } = options;
  const result = await attempt(options, lead);
  const transition = leadTransition(result, {
    now: now(),
    random: random(),
    quietMs,
    receivedAt: lead.received_at,
    attempts: lead.attempts,
    doubts: lead.doubts,
  });
  const settled = await settleLead(store, lead, transition, now());
  if (settled) deliveries?.settled(lead.ref, transition);
  const fields = { ref: lead.ref, attempt: lead.attempts, detail: transition.detail };
  if (!settled) log.warn('lead.overtaken', fields);
  else if (transition.state === 'held' || transition.state === 'dead') {
    log.error(`lead.${transition.state}`, fields);
  } else log.info(`lead.${transition.state}`, fields);
}

async function attempt({ contacts, log }: WorkerOptions, lead: LeadRow): Promise<LeadResult> {
  const { first_name, last_name, phone, click_id, product } = lead;
  try {
    const contact = { first_name, last_name, phone, click_id, product };
    return await contacts.create(contact, AbortSignal.timeout(callTimeoutMs));
  } catch (error) {
    if (error instanceof UpstreamError) return error;
    // A fault of our own says nothing of whether bytes left.
    log.error('lead.fault', { ref: lead.ref, error });
    return new UpstreamError('in_doubt', 'the adapter failed', { cause: error });
  }
}

/** The next instant at which something is due or a lease runs out. */
async function nextDue(store: Store): Promise<number | undefined> {
  const { next } = await store
    .selectFrom((query) =>
      query
        .selectFrom('leads')
        .select('due_at as at')
        .where('due_at', 'is not', null)
        .unionAll(
          query
            .selectFrom('leads')
            .select('lease_until as at')
            .where('lease_until', 'is not', null),
        )
        .unionAll(
          query.selectFrom('redemptions').select('due_at as at').where('due_at', 'is not', null),
        )
        .unionAll(
          query
            .selectFrom('redemptions')
            .select('lease_until as at')
            .where('lease_until', 'is not', null),
        )
        .as('waits'),
    )
    .select(({ fn }) => fn.min('at').as('next'))
    .executeTakeFirstOrThrow();
  return next ?? undefined;
}
