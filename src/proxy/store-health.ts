import type { Store } from '../store/store.ts';
import { elapsed } from './elapsed.ts';

/** For so long a write that succeeded says that the next one will: who asks costs no disk. */
const goodForMs = 1000;
/** Whoever asks waits no longer: Kubernetes, say, gives a probe one second. */
const patienceMs = 900;

/**
 * Whether the store takes writes, found out by writing: a full disk, a file that is read-only and
 * a standby can be read as well as ever. However many ask, one write is on its way at a time.
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

  /** A write of somebody failed: what was known before it is known no more. */
  failed(): void {
    this.#goodFrom = Number.POSITIVE_INFINITY;
  }

  /** Where no answer comes soon, none is waited for, and it does not. */
  async canWrite(): Promise<boolean> {
    const now = this.#now();
    if (now >= this.#goodFrom && now < this.#goodFrom + goodForMs) return true;
    this.#trying ??= this.#try();
    return Promise.race([this.#trying, elapsed(patienceMs).then(() => false)]);
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
