import { StoreError } from '../../store/store-error.ts';
import { delay } from '../delay.ts';
import type { Log } from '../log.ts';

const retryDelayMs = 1000;

export interface PersistOptions {
  readonly now: () => number;
  readonly log: Log;
  /** Resolves after so many milliseconds. */
  readonly wait?: (ms: number) => Promise<void>;
}

/**
 * Writes how an attempt ended, for as long as its lease lasts: unwritten, a lead would be in doubt
 * that is not, and a promo code would wait for a person, only because the database was away for a
 * moment. A write whose commit was lost meets its own fence the second time, and changes nothing.
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
