import { UpstreamError } from '../failure.ts';
import { untilAborted } from '../until-aborted.ts';

/** A token and which one it is: a vendor may well give the same text again. */
export interface HeldToken {
  readonly token: string;
  readonly generation: number;
}

export interface TokenKeeper {
  /** The token, fetched where there is none. */
  current(signal: AbortSignal): Promise<HeldToken>;
  /** A token that is newer than the one that was refused. */
  replace(refused: HeldToken, signal: AbortSignal): Promise<HeldToken>;
}

/** Where the token is kept beyond this process. */
export interface TokenShelf {
  /** A token of a later generation than `refused`; fetched where there is none. */
  newerThan(refused: number, fetchToken: () => Promise<string>): Promise<HeldToken>;
}

/** For a process that shares its token with no other. */
const noShelf: TokenShelf = {
  newerThan: async (refused, fetchToken) => ({
    token: await fetchToken(),
    generation: refused + 1,
  }),
};

/**
 * Keeps one token in memory. However many calls wait for it, or had it refused, one fetch is on
 * its way; a caller that gives up does not end it for the others.
 */
export function createTokenKeeper(
  fetchToken: () => Promise<string>,
  shelf: TokenShelf = noShelf,
): TokenKeeper {
  let held: HeldToken | undefined;
  let fetching: Promise<HeldToken> | undefined;

  async function fetchNext(): Promise<HeldToken> {
    try {
      held = await shelf.newerThan(held?.generation ?? 0, fetchToken);
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
      throw notCarriedOut(error, signal);
    }
  }

  return {
    current: (signal) => newerThan(0, signal),
    replace: (refused, signal) => newerThan(refused.generation, signal),
  };
}

/** Whatever became of the call for a token: the call that wanted one was not sent. */
function notCarriedOut(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof UpstreamError) {
    if (error.failure !== 'in_doubt') return error;
    return new UpstreamError('not_sent', `Cannot get a token: ${error.message}`);
  }
  if (!signal.aborted) return error;
  return new UpstreamError('not_sent', 'Cannot get a token: the time was up');
}
