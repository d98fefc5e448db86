import { Circuit } from '../outbox/circuit.ts';
import { createWorkerPool } from '../outbox/worker-pool.ts';
import type { Worker } from '../outbox/worker.ts';
import { deliverPostback, type PostbackDeliveryOptions } from './deliver-postback.ts';
import { giveUpOld, statesOf } from './given-up.ts';
import { claimPostback, peekPostbacks } from './postback-queue.ts';
import { ageMsMax } from './postback-schedule.ts';

/** Calls at once: a tracker is in no hurry. */
const concurrency = 4;
/** A shorter outage of the tracker is no reason to give up what was not tried. */
const awayMsMin = 30 * 60_000;

export type PostbacksOptions = Omit<PostbackDeliveryOptions, 'stopping'>;

/**
 * Reports to an affiliate's tracker how leads ended, each at least once. A worker of its own, so
 * that a slow tracker holds up no lead and no promo code. Its signal aborts running calls: they are
 * sent again after the next start.
 */
export function createPostbacks(options: PostbacksOptions): Worker {
  const { store, statuses, now, log, metrics } = options;
  const states = statesOf(statuses);
  const circuit = new Circuit({ upstream: 'tracker', now, log, metrics });
  let stopping = new AbortController().signal;
  const runOne = (): Promise<boolean> =>
    circuit.run(async () => {
      const claimed = await claimPostback(store, states, now());
      return claimed && { result: await deliverPostback({ ...options, stopping }, claimed) };
    });
  const pool = createWorkerPool(runOne, concurrency);
  let checkedAtOpening = 0;
  /** While the tracker is away, only one of all that wait is tried at a time: age ends the rest. */
  const giveUp = async (): Promise<void> => {
    // Once after each failed trial.
    if (circuit.awayMs < awayMsMin || circuit.openUntil === checkedAtOpening) return;
    checkedAtOpening = circuit.openUntil;
    const count = await giveUpOld(store, { states, before: now() - ageMsMax, now: now() });
    if (count === 0) return;
    for (let i = 0; i < count; i += 1) metrics?.postback('given_up');
    log.error('postback.given-up', { count, detail: 'The tracker is away for too long' });
  };
  return {
    async runDue(signal) {
      stopping = signal;
      pool.wake();
      const { due } = await peekPostbacks(store, { states, now: now(), countMax: concurrency });
      if (due > 0) await pool.work(due, signal);
      await giveUp();
      const { next } = await peekPostbacks(store, { states, now: now(), countMax: 1 });
      return next === undefined ? undefined : Math.max(next, circuit.openUntil);
    },
  };
}
