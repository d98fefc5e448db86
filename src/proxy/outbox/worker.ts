import type { PromoCodeUpstream } from '../../upstream/ports.ts';
import { CodeLists } from '../codes/code-lists.ts';
import { Circuit } from './circuit.ts';
import { deliverLead, type DeliveryOptions } from './deliver-lead.ts';
import { findNextDue, peekDue } from './due-work.ts';
import { expireAttempts } from './expire-attempts.ts';
import { claimLead } from './lead-queue.ts';
import { createMaintenance } from './maintenance.ts';
import { createPickOrder, newMs, type WorkKind } from './pick-order.ts';
import { redeem, type RedeemerOptions } from './redeemer.ts';
import { claimDueRedemption } from './redemption-queue.ts';
import type { Retention } from './retention.ts';
import { createWorkerPool } from './worker-pool.ts';

export interface WorkerOptions extends DeliveryOptions {
  readonly promoCodes: PromoCodeUpstream;
  /** Calls that run at the same time. */
  readonly concurrency?: number;
  /** Days for which leads are kept, by state. */
  readonly retention?: Retention;
  /** Removes a batch of other old rows. Resolves to whether there may be more. */
  readonly removeOthers?: (now: number) => Promise<boolean>;
  /** Those of the proxy; without them the worker makes its own. */
  readonly codes?: CodeLists;
  /** The company of requests that name none. */
  readonly company?: string | undefined;
}

/** Sends leads to the upstream, and then their promo codes. */
export interface Worker {
  /**
   * Works off all that is due. Resolves to when the next work is due (ms since 1970), undefined if
   * nothing waits. After `signal` no further work is begun; what runs comes to its end.
   *
   * May be called while an earlier call runs, so that a new lead does not wait behind a slow
   * upstream: all calls share `concurrency` slots.
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

  /** Delivered leads with a promo code that no worker has tried to claim since. */
  let codesBrought = 0;
  /** Whether any was due last time: to claim one that is not there costs a write. */
  let areCodesDue = false;
  const runLead = (kind: WorkKind): Promise<boolean> =>
    contactsCircuit.run(async () => {
      const at = now();
      const newest = kind === 'new lead' ? await claimLead(store, at, at - newMs) : undefined;
      const lead = newest ?? (await claimLead(store, at));
      if (!lead) return undefined;
      const result = await deliverLead(options, lead);
      if (lead.promo_code !== null) codesBrought += 1;
      return { result };
    });
  const runCode = (): Promise<boolean> =>
    codesCircuit.run(async () => {
      const redemption = await claimDueRedemption(store, now());
      areCodesDue = redemption !== undefined;
      if (!redemption) return undefined;
      const { result, isAsked } = await redeem(redeemer, redemption);
      return { result: isAsked ? result : undefined };
    });
  const nextKind = createPickOrder();
  /** Does one piece of work. Resolves to false if there is none. */
  const runOne = async (): Promise<boolean> => {
    const kind = nextKind();
    const isBrought = codesBrought > 0;
    if (isBrought) codesBrought -= 1;
    const isForCode = isBrought || (areCodesDue && kind === 'promo code');
    if (isForCode && (await runCode())) return true;
    return (await runLead(kind)) || (areCodesDue && runCode());
  };
  const maintain = createMaintenance({ store, now, log, retention, removeOthers, postbacks });
  const pool = createWorkerPool(runOne, concurrency);
  return {
    async runDue(signal) {
      pool.wake();
      const peekedAt = now();
      const due = await peekDue(store, peekedAt, concurrency);
      const { isLeaseOver } = due;
      areCodesDue ||= due.redemptions > 0 || isLeaseOver;
      if (isLeaseOver) await expire(options);
      // A worker for each row that is due: whatever adds more calls us again. How many rows have a
      // lease that is over is not known.
      const count = due.leads + due.redemptions;
      const length = isLeaseOver ? concurrency : Math.min(count, concurrency);
      await pool.work(length, signal);
      await maintain();
      return findNextDue(store, peekedAt, [contactsCircuit.openUntil, codesCircuit.openUntil]);
    },
  };
}

async function expire({ store, log, ...rules }: WorkerOptions): Promise<void> {
  const { leads, redemptions } = await expireAttempts(store, rules);
  if (leads + redemptions > 0) log.warn('outbox.leases-expired', { leads, redemptions });
}
