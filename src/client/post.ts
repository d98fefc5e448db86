import { resolveEndpoint } from './endpoint.ts';
import { ClientError, isClientError } from './error.ts';
import { type Exchange, exchange } from './exchange.ts';
import { own } from './own.ts';
import type { Reader } from './replies.ts';
import { type Wait, wait, withRetries } from './retries.ts';

const timeoutDefaultMs = 15_000;

export interface ClientOptions {
  /** Where the proxy is: an http(s) URL, or a path of this site. `v1/…` is added to it. */
  readonly endpoint: string;
  /** Taken once, now: what a page puts in its place later is not called. */
  readonly fetch?: typeof fetch | undefined;
  /** For one attempt; 15 s. */
  readonly timeoutMs?: number | undefined;
  /** Waits between attempts; a test answers at once. */
  readonly wait?: Wait | undefined;
}

export interface SignalOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface KeyOptions extends SignalOptions {
  /** The `Idempotency-Key`: one for one intention, the same for each repetition of it. */
  readonly key: string;
}

/** Posts JSON to a path of the proxy, a few times if need be, and reads what comes back. */
export type Post = <T>(
  path: string,
  body: object,
  read: Reader<T>,
  options: Partial<KeyOptions>,
) => Promise<T>;

/** @throws {ClientError} `misconfigured`, where the endpoint cannot be used. */
export function createPost(options: ClientOptions): Post {
  const base = resolveEndpoint(options.endpoint, pageBase());
  if (!base) throw new ClientError('misconfigured');
  const fetch = (options.fetch ?? globalThis.fetch).bind(globalThis);
  const { timeoutMs = timeoutDefaultMs } = options;
  return (path, body, read, { key, signal }) => {
    const url = new URL(path, base);
    const call = { fetch, url, body: JSON.stringify(own(body)), key, read, signal, timeoutMs };
    return withRetries(() => withWork(call), options.wait ?? wait, signal);
  };
}

/** Does the work that the proxy asks for, or says that it cannot be done here. */
async function withWork<T>(call: Exchange<T>): Promise<T> {
  try {
    return await exchange(call);
  } catch (error) {
    const challenge = isClientError(error) && error.challenge;
    if (!challenge) throw error;
    const solution = await import('./solve-challenge.ts')
      .then(({ solveChallenge }) => solveChallenge(challenge, call.signal))
      // No SubtleCrypto (a page over plain http), or too much to do. Where the caller has had
      // enough, the call below ends at once.
      .catch(() => 'none');
    return exchange({ ...call, solution });
  }
}

/** The page's base URL. Of a node of our own: `<img name="baseURI">` hides the document's. */
function pageBase(): string | undefined {
  return globalThis.Text ? new Text().baseURI : undefined;
}
