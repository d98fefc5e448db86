import type { PromoCodeUpstream } from '../../upstream/ports.ts';
import { CodeLists } from '../codes/code-lists.ts';
import { Circuit } from './circuit.ts';
import { createCrew } from './crew.ts';
import { type DeliveryOptions, deliverLead } from './deliver-lead.ts';
import { expireAttempts } from './expire-attempts.ts';
import { claimLead } from './lead-queue.ts';
import { leaseMs } from './lease.ts';
import { findNextDue, lookAtDue } from './outlook.ts';
import { redeem, type RedeemerOptions } from './redeemer.ts';
import { claimDueRedemption } from './redemption-queue.ts';
import type { Retention } from './retention.ts';
import { createTurns, newMs, type Turn } from './turns.ts';
import { createUpkeep } from './upkeep.ts';

export interface WorkerOptions extends DeliveryOptions {
  readonly promoCodes: PromoCodeUpstream;
  /** Calls that run at the same time. */
  readonly concurrency?: number;
  /** Days for which leads are kept, by state. */
  readonly retention?: Retention;
  /** Removes a batch of what others keep in the store; answers whether there may be more. */
  readonly removeOthers?: (now: number) => Promise<boolean>;
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
  const { wait, deadline, retention = {}, removeOthers, metrics, postbacks } = options;
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
      const result = await deliverLead(options, lead);
      if (lead.promo_code !== null) codesBrought += 1;
      return { result };
    });
  const runCode = (): Promise<boolean> =>
    codesCircuit.run(async () => {
      const redemption = await claimDueRedemption(store, { now: now(), leaseMs });
      areCodesDue = redemption !== undefined;
      if (!redemption) return undefined;
      const { result, isAsked } = await redeem(redeemer, redemption);
      return { result: isAsked ? result : undefined };
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
  const tidyUp = createUpkeep({ store, now, log, retention, removeOthers, postbacks });
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

async function expire({ store, log, ...rules }: WorkerOptions): Promise<void> {
  const { leads, redemptions } = await expireAttempts(store, rules);
  if (leads + redemptions > 0) log.warn('outbox.leases-expired', { leads, redemptions });
}
