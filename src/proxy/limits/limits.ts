import type { Store } from '../../store/store.ts';
import { createFindClient } from '../guards/client-address.ts';
import type { Log } from '../log.ts';
import { solutionHeader } from '../../contract/challenge.ts';
import type { Connection } from '../../contract/fetch-handler.ts';
import { Challenges, type Work } from './challenges.ts';
import { type Guesses, GuessLimits, unlimitedGuesses, type Visit } from './guess-limits.ts';
import { Rates } from './rates.ts';

export interface LimitOptions {
  /** The server secret, the same on each server: visitors are counted under digests. */
  readonly secret: string;
  /** Networks (CIDR) of reverse proxies, whose `X-Forwarded-For` counts. */
  readonly trustedProxies: readonly string[];
  /** What a visitor's device does before a guess that looks like one of many; about a second. */
  readonly work?: Work;
}

export interface Limits {
  readonly visitOf: (request: Request, connection?: Connection) => Visit;
  readonly guesses: Guesses;
  readonly challenges: Challenges | undefined;
}

const unlimited: Limits = {
  visitOf: (request) => ({ client: undefined, site: siteOf(request), solution: null }),
  guesses: unlimitedGuesses,
  challenges: undefined,
};

/** What keeps strangers from trying on and on. Without options nothing does. */
export function createLimits(
  options: LimitOptions | undefined,
  { store, now, log }: { readonly store: Store; readonly now: () => number; readonly log: Log },
): Limits {
  if (!options) return unlimited;
  const { secret, trustedProxies, work } = options;
  const onStrangeProxy = (address: string): void => {
    log.warn('limits.strange-proxy', {
      text:
        `ALL VISITORS COUNT AS ONE: they come through ${address}, which is not trusted. ` +
        'If it is a reverse proxy of yours, add it to PROMO_LEAD_TRUSTED_PROXIES.',
    });
  };
  const findClient = createFindClient(trustedProxies, onStrangeProxy);
  const rates = new Rates(store);
  const challenges = new Challenges({ rates, secret, now, work });
  return {
    visitOf: (request, connection) => ({
      client: findClient(request, connection),
      site: siteOf(request),
      solution: request.headers.get(solutionHeader),
    }),
    guesses: new GuessLimits({ rates, challenges, secret, now }),
    challenges,
  };
}

/** The host of the page that asks. A page of the proxy's own names no origin when it only reads. */
function siteOf({ headers, url }: Request): string {
  const origin = headers.get('origin') ?? '';
  return new URL(URL.canParse(origin) ? origin : url).host;
}
