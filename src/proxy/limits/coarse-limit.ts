import type { Client } from '../guards/client-address.ts';
import { LruMap } from '../lru-map.ts';
import { ProblemError } from '../problem-reply.ts';
import { nextClearAt, plausibleBacklogMs, type Rate, waitMs } from './gcra.ts';

type ClientRates = Readonly<Record<keyof Client, Rate>>;

/** How many requests one address or network may send to one server, whatever they are. */
const requestRates: ClientRates = {
  address: { burst: 3000, intervalMs: 2 },
  subnet: { burst: 12_000, intervalMs: 0.5 },
};
/** How many views it may report: two per visitor, also of a crowd behind one address. */
export const viewRates: ClientRates = {
  address: { burst: 1000, intervalMs: 20 },
  subnet: { burst: 4000, intervalMs: 5 },
};
const sizeMax = 20_000;
/** A client retries on its own after this long; spread out, so that not all come back at once. */
const pausesSeconds = [1, 2, 3] as const;

/**
 * Keeps a flood away from what costs something: bodies, look-ups, challenges. It counts in the
 * memory of each server, because it protects that server alone, and before anything is known of a
 * request except its address. No crowd of visitors behind one address is that large. A request
 * that is refused may come again in a moment, and a form's client sends it again on its own.
 */
export class CoarseLimit {
  readonly #now: () => number;
  readonly #rates: ClientRates;
  /** By key, ms since 1970. */
  readonly #clearAt = new LruMap<number>(sizeMax);
  #refused = 0;

  constructor(now: () => number, rates: ClientRates = requestRates) {
    this.#now = now;
    this.#rates = rates;
  }

  /** Throws `too-many-requests`. */
  admit(client: Client | undefined): void {
    if (!client) return;
    const isFree =
      this.#count(client.address, this.#rates.address) &&
      // In this order, so that a flood from one address leaves its neighbours their share.
      this.#count(client.subnet, this.#rates.subnet);
    if (isFree) return;
    this.#refused += 1;
    throw new ProblemError('too-many-requests', {
      detail: 'Too many requests come from this address. Send it again in a moment.',
      retryAfterSeconds: pausesSeconds[this.#refused % pausesSeconds.length] ?? 1,
    });
  }

  #count(key: string, rate: Rate): boolean {
    const now = this.#now();
    const clearAt = this.#clearAt.get(key) ?? now;
    // One clock counted it, so there is no skew to allow for.
    const backlogMs = plausibleBacklogMs(clearAt - now, rate.burst * rate.intervalMs);
    if (waitMs(rate, backlogMs) > 0) return false;
    this.#clearAt.set(key, nextClearAt(now, backlogMs, rate));
    return true;
  }
}
