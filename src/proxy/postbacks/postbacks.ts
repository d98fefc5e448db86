import { toldStates } from '../../contract/lead-states.ts';
import { Circuit } from '../outbox/circuit.ts';
import { createCrew } from '../outbox/crew.ts';
import type { Worker } from '../outbox/worker.ts';
import { carryOut, type CarryOutOptions } from './carry-out.ts';
import { claimPostback, lookAtPostbacks } from './postback-queue.ts';

/** Well over what one call may take. */
const leaseMs = 60_000;
/** Calls at once: a tracker is in no hurry. */
const concurrency = 4;

export type PostbacksOptions = Omit<CarryOutOptions, 'stopping'>;

/**
 * Tells an affiliate's tracker how leads ended, each at least once. A worker of its own, so that a
 * slow tracker holds up no lead and no promo code. Its signal breaks off what is under way: the
 * next start sends it.
 */
export function createPostbacks(options: PostbacksOptions): Worker {
  const { store, statuses, now, log, metrics } = options;
  const states = toldStates.filter((state) => statuses[state] !== undefined);
  const circuit = new Circuit({ upstream: 'tracker', now, log, metrics });
  let stopping = new AbortController().signal;
  const runOne = (): Promise<boolean> =>
    circuit.run(async () => {
      const claimed = await claimPostback(store, { now: now(), leaseMs, states });
      return claimed && { result: await carryOut({ ...options, stopping }, claimed) };
    });
  const crew = createCrew(runOne, concurrency);
  return {
    async runDue(signal) {
      stopping = signal;
      crew.call();
      const { due } = await lookAtPostbacks(store, { states, now: now(), countMax: concurrency });
      if (due > 0) await crew.work(due, signal);
      const { next } = await lookAtPostbacks(store, { states, now: now(), countMax: 1 });
      return next === undefined ? undefined : Math.max(next, circuit.openUntil);
    },
  };
}
