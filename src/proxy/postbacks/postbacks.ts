import { Circuit } from '../outbox/circuit.ts';
import { createCrew } from '../outbox/crew.ts';
import type { Worker } from '../outbox/worker.ts';
import { carryOut, type CarryOutOptions } from './carry-out.ts';
import { giveUpOld, statesOf } from './given-up.ts';
import { claimPostback, lookAtPostbacks } from './postback-queue.ts';
import { ageMsMax } from './postback-schedule.ts';

/** Well over what one call may take. */
const leaseMs = 60_000;
/** Calls at once: a tracker is in no hurry. */
const concurrency = 4;
/** A tracker that is away for less has only stumbled: nothing is given up unheard for that. */
const awayMsMin = 30 * 60_000;

export type PostbacksOptions = Omit<CarryOutOptions, 'stopping'>;

/**
 * Tells an affiliate's tracker how leads ended, each at least once. A worker of its own, so that a
 * slow tracker holds up no lead and no promo code. Its signal breaks off what is under way: the
 * next start sends it.
 */
export function createPostbacks(options: PostbacksOptions): Worker {
  const { store, statuses, now, log, metrics } = options;
  const states = statesOf(statuses);
  const circuit = new Circuit({ upstream: 'tracker', now, log, metrics });
  let stopping = new AbortController().signal;
  const runOne = (): Promise<boolean> =>
    circuit.run(async () => {
      const claimed = await claimPostback(store, { now: now(), leaseMs, states });
      return claimed && { result: await carryOut({ ...options, stopping }, claimed) };
    });
  const crew = createCrew(runOne, concurrency);
  let looked = 0;
  /** Of a hundred that wait for a tracker that is away, one is tried at a time: age ends them. */
  const giveUp = async (): Promise<void> => {
    // Once after each trial that failed.
    if (circuit.awayMs < awayMsMin || circuit.openUntil === looked) return;
    looked = circuit.openUntil;
    const count = await giveUpOld(store, { states, before: now() - ageMsMax, now: now() });
    if (count === 0) return;
    for (let i = 0; i < count; i += 1) metrics?.postback('given_up');
    log.error('postback.given-up', { count, detail: 'The tracker is away for too long' });
  };
  return {
    async runDue(signal) {
      stopping = signal;
      crew.call();
      const { due } = await lookAtPostbacks(store, { states, now: now(), countMax: concurrency });
      if (due > 0) await crew.work(due, signal);
      await giveUp();
      const { next } = await lookAtPostbacks(store, { states, now: now(), countMax: 1 });
      return next === undefined ? undefined : Math.max(next, circuit.openUntil);
    },
  };
}
