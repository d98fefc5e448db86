import type { Client } from '../guards/client-address.ts';
import { LruMap } from '../lru-map.ts';
import { ProblemError } from '../problem-reply.ts';
import { nextClearAt, plausibleBacklogMs, type Rate, waitMs } from './gcra.ts';

type ClientRates = Readonly<Record<keyof Client, Rate>>;

/** What one address or network may ask of one server, whatever it asks for. */
const requestRates: ClientRates = {
  address: { burst: 3000, intervalMs: 2 },
  subnet: { burst: 12_000, intervalMs: 0.5 },
};
/** How many forms it may say to have shown: two each, of a crowd behind one address too. */
export const viewRates: ClientRates = {
  address: { burst: 1000, intervalMs: 20 },
  subnet: { burst: 4000, intervalMs: 5 },
};
const sizeMax = 20_000;
/** A client tries again by itself after so long; spread, or all come back at once. */
const pausesSeconds = [1, 2, 3] as const;

/**
 * Keeps a flood from what costs something: bodies, look-ups, challenges. In the memory of each
 * server, because it protects that one alone, and before anything is known of a request but where
 * it comes from. No crowd of visitors behind one address is as many; whoever is refused is told to
 * come back in a moment, and a form's client does so by itself.
 */
export class CoarseLimit {
  readonly #now: () => number;
  readonly #rates: ClientRates;
  /** When the key is clear again, ms since 1970. */
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
      // A flood of one address uses nothing up that its neighbours need.
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
    // No skew to allow for: it was this server's clock.
    const backlogMs = plausibleBacklogMs(clearAt - now, rate.burst * rate.intervalMs);
    if (waitMs(rate, backlogMs) > 0) return false;
    this.#clearAt.set(key, nextClearAt(now, backlogMs, rate));
    return true;
  }
}
