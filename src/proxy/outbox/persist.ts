import { StoreError } from '../../store/store-error.ts';
import { delay } from '../delay.ts';
import type { Log } from '../log.ts';

const retryDelayMs = 1000;

export interface PersistOptions {
  readonly now: () => number;
  readonly log: Log;
  /** Resolves after `ms`. */
  readonly wait?: (ms: number) => Promise<void>;
}

/**
 * Retries recording how an attempt ended, until its lease ends. Otherwise a short outage of the
 * database would leave a lead in doubt, and a promo code waiting for a person. A write that was
 * committed although its answer was lost changes nothing when it is retried: its fence is over.
 */
export async function persist<T>(
  { now, log, wait = delay }: PersistOptions,
  leaseUntil: number | null,
  write: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      const isLate = now() + retryDelayMs >= (leaseUntil ?? 0);
      if (!(error instanceof StoreError) || isLate) throw error;
      log.warn('store.failed', { error });
      await wait(retryDelayMs);
    }
  }
}
