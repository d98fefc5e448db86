import type { Store } from '../store/store.ts';
import { delay } from './delay.ts';

/** How long a write that succeeded is trusted, so that callers do not each cost a write. */
const maxAgeMs = 1000;
/** Callers wait no longer than this: Kubernetes, for instance, gives a probe one second. */
const timeoutMs = 900;

/**
 * Whether the store takes writes, found out by writing: with a full disk, a read-only file or a
 * standby, reads still work. However many callers ask, there is one write at a time.
 */
export class StoreHealth {
  readonly #store: Store;
  readonly #now: () => number;
  #goodFrom = Number.POSITIVE_INFINITY;
  #trying: Promise<boolean> | undefined;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** To be called when a write failed elsewhere: the last success counts no more. */
  failed(): void {
    this.#goodFrom = Number.POSITIVE_INFINITY;
  }

  /** False also if the store does not answer in time. */
  async canWrite(): Promise<boolean> {
    const now = this.#now();
    if (now >= this.#goodFrom && now < this.#goodFrom + maxAgeMs) return true;
    this.#trying ??= this.#try();
    return Promise.race([this.#trying, delay(timeoutMs).then(() => false)]);
  }

  async #try(): Promise<boolean> {
    const at = this.#now();
    try {
      await this.#store
        .insertInto('probes')
        .values({ name: 'ready', at })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ at }))
        .execute();
      this.#goodFrom = at;
      return true;
    } catch {
      this.failed();
      return false;
    } finally {
      this.#trying = undefined;
    }
  }
}
