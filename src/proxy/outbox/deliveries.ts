import type { LeadState } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

/** How far a lead came. */
export interface Delivery {
  readonly state: LeadState;
  readonly contact_id: string | null;
}

/** Tells whoever waits in this process what became of a lead. */
export interface Deliveries {
  settled(ref: string, delivery: Delivery): void;
  /** What became of the lead; undefined where that is not known when the signal aborts. */
  wait(ref: string, signal: AbortSignal): Promise<Delivery | undefined>;
}

export function createDeliveries(store: Store): Deliveries {
  const waiting = new Map<string, (delivery: Delivery | undefined) => void>();
  return {
    settled(ref, delivery) {
      waiting.get(ref)?.(delivery);
    },
    async wait(ref, signal) {
      const { promise, resolve } = Promise.withResolvers<Delivery | undefined>();
      waiting.set(ref, resolve);
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
      try {
        // The worker may have been faster than this call.
        const lead = await store
          .selectFrom('leads')
          .select(['state', 'contact_id'])
          .where('ref', '=', ref)
          .executeTakeFirst();
        return lead && isAnswered(lead) ? lead : await promise;
      } finally {
        waiting.delete(ref);
      }
    },
  };
}

/** Whether the upstream has said its last word. */
function isAnswered({ state }: Delivery): boolean {
  return state === 'delivered' || state === 'duplicate' || state === 'rejected';
}
