import { answeredStates, type LeadState } from '../../contract/lead-states.ts';
import type { Store } from '../../store/store.ts';
import { delay } from '../delay.ts';

/** How far a lead came. */
export interface Delivery {
  readonly state: LeadState;
  readonly contact_id: string | null;
}

/** Tells whoever waits what became of a lead, at once where it was delivered in this process. */
export interface Deliveries {
  settled(ref: string, delivery: Delivery): void;
  /** What became of the lead; undefined where that is not known when the signal aborts. */
  wait(ref: string, signal: AbortSignal): Promise<Delivery | undefined>;
}

export function createDeliveries(store: Store): Deliveries {
  /** One promise for each lead that somebody waits for, however many they are. */
  const waiting = new Map<string, PromiseWithResolvers<Delivery>>();
  const settled = (ref: string, delivery: Delivery): void => {
    waiting.get(ref)?.resolve(delivery);
    waiting.delete(ref);
  };
  return {
    settled,
    async wait(ref, signal) {
      const waited = waiting.get(ref) ?? Promise.withResolvers<Delivery>();
      waiting.set(ref, waited);
      const ends = [waited.promise, aborted(signal)];
      for (;;) {
        // Our worker may have been faster than this call, and another server's tells nobody here.
        const lead = await store
          .selectFrom('leads')
          .select(['state', 'contact_id'])
          .where('ref', '=', ref)
          .executeTakeFirst()
          // The lead is stored, whatever became of the database since: that is answer enough.
          .catch(() => undefined);
        if (lead && answeredStates.includes(lead.state)) settled(ref, lead);
        const delivery = await Promise.race([...ends, delay(lookAgainMs)]);
        if (delivery !== undefined) return delivery;
        if (signal.aborted) {
          waiting.delete(ref);
          return undefined;
        }
      }
    },
  };
}

/** As long as a visitor does not notice, beside what the upstream takes. */
const lookAgainMs = 250;

function aborted(signal: AbortSignal): Promise<undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  signal.addEventListener('abort', () => resolve(undefined), { once: true });
  return promise;
}
