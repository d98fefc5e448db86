import type { Store } from '../../store/store.ts';
import { createFindClient, type FindClient } from '../guards/client-address.ts';
import type { Log } from '../log.ts';
import { type Guesses, GuessLimits, unlimitedGuesses } from './guess-limits.ts';

export interface LimitOptions {
  /** The server secret, the same on each server: visitors are counted under digests. */
  readonly secret: string;
  /** Networks (CIDR) of reverse proxies, whose `X-Forwarded-For` counts. */
  readonly trustedProxies: readonly string[];
}

export interface Limits {
  readonly findClient: FindClient;
  readonly guesses: Guesses;
}

const unlimited: Limits = { findClient: () => undefined, guesses: unlimitedGuesses };

/** What keeps strangers from trying on and on. Without options nothing does. */
export function createLimits(
  options: LimitOptions | undefined,
  { store, now, log }: { readonly store: Store; readonly now: () => number; readonly log: Log },
): Limits {
  if (!options) return unlimited;
  const { secret, trustedProxies } = options;
  const onStrangeProxy = (address: string): void => {
    log.warn('limits.strange-proxy', {
      text:
        `ALL VISITORS COUNT AS ONE: they come through ${address}, which is not trusted. ` +
        'If it is a reverse proxy of yours, add it to PROMO_LEAD_TRUSTED_PROXIES.',
    });
  };
  return {
    findClient: createFindClient(trustedProxies, onStrangeProxy),
    guesses: new GuessLimits({ store, secret, now }),
  };
}
