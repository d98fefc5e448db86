import { type LeadState, restingStates } from '../../contract/lead-states.ts';
import type { Store } from '../../store/store.ts';
import { delay } from '../delay.ts';

/** The state that a lead has reached. */
export interface Delivery {
  readonly state: LeadState;
  readonly contact_id: string | null;
}

/** Lets callers wait for a lead's outcome; at once if it was delivered in this process. */
export interface Deliveries {
  settled(ref: string, delivery: Delivery): void;
  /** Resolves to the outcome; undefined if it is not known when the signal aborts. */
  wait(ref: string, signal: AbortSignal): Promise<Delivery | undefined>;
}

/** One promise for each lead, however many callers wait for it. */
interface SharedWait extends PromiseWithResolvers<Delivery> {
  waiters: number;
}

export function createDeliveries(store: Store): Deliveries {
  const waiting = new Map<string, SharedWait>();
  const settled = (ref: string, delivery: Delivery): void => {
    waiting.get(ref)?.resolve(delivery);
    waiting.delete(ref);
  };
  return {
    settled,
    async wait(ref, signal) {
      const shared = waiting.get(ref) ?? { ...Promise.withResolvers<Delivery>(), waiters: 0 };
      waiting.set(ref, shared);
      shared.waiters += 1;
      const ends = [shared.promise, aborted(signal)];
      for (;;) {
        // Our worker may have been faster than this call, and another server's does not notify us.
        const lead = await store
          .selectFrom('leads')
          .select(['state', 'contact_id'])
          .where('ref', '=', ref)
          .executeTakeFirst()
          // The lead is stored, even if the database has failed since: that is answer enough.
          .catch(() => undefined);
        // One that waits for a person has no other outcome while the visitor waits.
        if (lead && atRest.includes(lead.state)) settled(ref, lead);
        const delivery = await Promise.race([...ends, delay(pollMs)]);
        if (delivery !== undefined) return delivery;
        if (signal.aborted) {
          shared.waiters -= 1;
          // The others may have more time.
          if (shared.waiters === 0) waiting.delete(ref);
          return undefined;
        }
      }
    },
  };
}

const atRest: readonly LeadState[] = restingStates;

/** Too short for a visitor to notice, beside the time that the upstream takes. */
const pollMs = 250;

function aborted(signal: AbortSignal): Promise<undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  signal.addEventListener('abort', () => resolve(undefined), { once: true });
  return promise;
}
