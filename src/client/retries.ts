import { type ClientError, type ClientFailure, isClientError } from './error.ts';

/** No retry begins later than this after the first attempt: a person is waiting. */
const retryWithinMs = 20_000;
/** A longer `Retry-After` is shown to the visitor instead of being waited for. */
const retryAfterMaxMs = 3_000;
/** Before each further attempt. */
const backoffMs: readonly number[] = [400, 1_200];

/** Failures after which the same request, with the same key, may succeed. */
const retried: ReadonlySet<ClientFailure> = new Set([
  'unreachable',
  'timeout',
  'unavailable',
  'too-many-requests',
  'in-progress',
]);

/** Resolves early, without an error, when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

export const wait: Wait = (ms, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });

/** Repeats an attempt a few times; throws the last error. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  pause: Wait,
  signal: AbortSignal | undefined,
): Promise<T> {
  const startedAt = performance.now();
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      const pauseMs = isClientError(error) ? pauseFor(error, attempts) : undefined;
      const isLate = performance.now() - startedAt > retryWithinMs;
      if (pauseMs === undefined || isLate) throw error;
      // If the caller has aborted, the next attempt throws that and sends nothing.
      await pause(pauseMs, signal);
    }
  }
}

/** How long to wait before the next attempt; `undefined` if there is none. */
function pauseFor({ failure, retryAfterMs }: ClientError, attempts: number): number | undefined {
  const backoff = backoffMs[attempts - 1];
  if (backoff === undefined || !retried.has(failure)) return undefined;
  if (retryAfterMs !== undefined) return retryAfterMs <= retryAfterMaxMs ? retryAfterMs : undefined;
  // Half of it at random, so that pages that failed together do not come back together.
  return backoff * (0.5 + Math.random());
}
