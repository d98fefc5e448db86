import { UpstreamError } from '../failure.ts';
import { untilAborted } from '../until-aborted.ts';

/** A token and its number: a vendor may well give the same text again. */
export interface HeldToken {
  readonly token: string;
  readonly generation: number;
}

export interface TokenCache {
  /** The token, fetched if there is none. */
  current(signal: AbortSignal): Promise<HeldToken>;
  /** A token that is newer than the one that was refused. */
  replace(refused: HeldToken, signal: AbortSignal): Promise<HeldToken>;
}

/** Where the token is kept beyond this process. */
export interface TokenStore {
  /** A token of a later generation than `refused`; fetched if there is none. */
  refreshed(refused: number, fetchToken: () => Promise<string>): Promise<HeldToken>;
}

/** For a process that shares its token with no other. */
const noStore: TokenStore = {
  refreshed: async (refused, fetchToken) => ({
    token: await fetchToken(),
    generation: refused + 1,
  }),
};

/**
 * Keeps one token in memory. However many calls wait for it, or had it refused, it is fetched once;
 * a caller that gives up does not end the fetch for the others.
 */
export function createTokenCache(
  fetchToken: () => Promise<string>,
  store: TokenStore = noStore,
): TokenCache {
  let held: HeldToken | undefined;
  let fetching: Promise<HeldToken> | undefined;

  async function fetchNext(): Promise<HeldToken> {
    try {
      held = await store.refreshed(held?.generation ?? 0, fetchToken);
      return held;
    } finally {
      fetching = undefined;
    }
  }

  async function newerThan(generation: number, signal: AbortSignal): Promise<HeldToken> {
    if (held !== undefined && held.generation > generation) return held;
    fetching ??= fetchNext();
    try {
      return await untilAborted(fetching, signal);
    } catch (error) {
      throw notSent(error, signal);
    }
  }

  return {
    current: (signal) => newerThan(0, signal),
    replace: (refused, signal) => newerThan(refused.generation, signal),
  };
}

/** Whatever became of the call for a token, the call that needed it was not sent. */
function notSent(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof UpstreamError) {
    if (error.failure !== 'in_doubt') return error;
    return new UpstreamError('not_sent', `Cannot get a token: ${error.message}`);
  }
  if (!signal.aborted) return error;
  return new UpstreamError('not_sent', 'Cannot get a token: the time was up');
}
