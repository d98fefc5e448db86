import { resolveEndpoint } from './endpoint.ts';
import { ClientError } from './error.ts';
import { exchange } from './exchange.ts';
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
    return withRetries(() => exchange(call), options.wait ?? wait, signal);
  };
}

/** The page's base URL. Of a node of our own: `<img name="baseURI">` hides the document's. */
function pageBase(): string | undefined {
  return globalThis.Text ? new Text().baseURI : undefined;
}

/**
 * A copy without prototypes: `JSON.stringify` would otherwise ask a polluted
 * `Object.prototype.toJSON` what to send.
 */
function own(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, field] of Object.entries(value)) copy[name] = own(field);
  return copy;
}
