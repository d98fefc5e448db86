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
  /** Read once, when the client is created: a later replacement by the page is not used. */
  readonly fetch?: typeof fetch | undefined;
  /** For one attempt; 15 s. */
  readonly timeoutMs?: number | undefined;
  /** Waits between attempts; a test's resolves at once. */
  readonly wait?: Wait | undefined;
}

export interface SignalOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface KeyOptions extends SignalOptions {
  /** The `Idempotency-Key`: one for each intention, the same for every repetition of it. */
  readonly key: string;
}

/** Posts JSON to a path of the proxy, with a few retries if necessary, and reads the reply. */
export type Post = <T>(
  path: string,
  body: object,
  read: Reader<T>,
  options: Partial<KeyOptions>,
) => Promise<T>;

/** @throws {ClientError} `misconfigured`, if the endpoint cannot be used. */
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

/** Does the work that the proxy asks for, or reports that it cannot be done here. */
async function withWork<T>(call: Exchange<T>): Promise<T> {
  try {
    return await exchange(call);
  } catch (error) {
    const challenge = isClientError(error) && error.challenge;
    if (!challenge) throw error;
    const solution = await import('./solve-challenge.ts')
      .then(({ solveChallenge }) => solveChallenge(challenge, call.signal))
      // No SubtleCrypto (a page over plain http), or too much work. If the caller has aborted, the
      // call below ends at once.
      .catch(() => 'none');
    return exchange({ ...call, solution });
  }
}

/** The page's base URL, from a node of our own: `<img name="baseURI">` hides the document's. */
function pageBase(): string | undefined {
  return globalThis.Text ? new Text().baseURI : undefined;
}
