import { ClientError, type ClientFailure, isClientError } from './error.ts';
import { problemType, readChallenge, type Reader, readFieldErrors } from './replies.ts';

/** Replies of the proxy have a few hundred bytes; a much larger one is not the proxy's. */
const replyBytesMax = 65_536;
/** The wait if the proxy gives no time: long enough for a rate limit to move on. */
const retryAfterDefaultMs = 10_000;
const retryAfterMaxMs = 3_600_000;
/** Browsers limit such requests to 64 KiB for a whole page; a character has at most four bytes. */
const keepaliveLengthMax = 15_000;

export interface Exchange<T> {
  readonly fetch: typeof fetch;
  readonly url: URL;
  readonly body: string;
  readonly key: string | undefined;
  /** The solution of the proxy's challenge. */
  readonly solution?: string | undefined;
  readonly read: Reader<T>;
  /** The caller's signal; it ends the call as `aborted`. */
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
}

/**
 * One request, one reply.
 *
 * @throws {ClientError} for everything but a 2xx that reads as the contract says.
 */
export async function exchange<T>(call: Exchange<T>): Promise<T> {
  const timeout = AbortSignal.timeout(call.timeoutMs);
  const signal = AbortSignal.any(call.signal ? [call.signal, timeout] : [timeout]);
  const ended = new AbortController();
  try {
    // A page may replace `fetch` by one that ignores signals.
    return await Promise.race([receive(call, signal), aborted(signal, ended.signal)]);
  } catch (cause) {
    if (isClientError(cause)) throw cause;
    throw new ClientError(silenceOf(call.signal, timeout), { cause });
  } finally {
    ended.abort();
  }
}

async function receive<T>(call: Exchange<T>, signal: AbortSignal): Promise<T> {
  const response = await call.fetch(call.url, requestInit(call, signal));
  const reply = await readJson(response);
  if (!response.ok) throw problemError(response, reply);
  const value = call.read(reply);
  if (value !== undefined) return value;
  throw new ClientError('bad-reply');
}

/** Rejects when `signal` aborts; stops listening when `until` does, as `signal` may outlive it. */
function aborted(signal: AbortSignal, until: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', reject, { signal: until });
  });
}

function requestInit({ body, key, solution }: Exchange<unknown>, signal: AbortSignal): RequestInit {
  const init: RequestInit & { __proto__: null } = {
    // Otherwise members of a polluted Object.prototype would be options of the request.
    __proto__: null,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key && { 'idempotency-key': key }),
      ...(solution && { 'challenge-solution': solution }),
    },
    body,
    signal,
    credentials: 'omit',
    // A redirect would post what the visitor typed to a server that nobody chose.
    redirect: 'error',
    // A request with a key comes from a person, and outlives a page that is closed meanwhile.
    keepalive: key !== undefined && body.length <= keepaliveLengthMax,
  };
  return init;
}

function silenceOf(caller: AbortSignal | undefined, timeout: AbortSignal): ClientFailure {
  if (caller?.aborted) return 'aborted';
  if (timeout.aborted) return 'timeout';
  return globalThis.navigator?.onLine === false ? 'offline' : 'unreachable';
}

/** The JSON of a reply, or `undefined` if it is not JSON or is too large. */
async function readJson({ headers, body }: Response): Promise<unknown> {
  const isJson = /^application\/(problem\+)?json\b/i.test(headers.get('content-type') ?? '');
  const text = isJson && body ? await readText(body) : '';
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; bytes <= replyBytesMax;) {
    const { value } = await reader.read();
    if (!value) return text;
    text += decoder.decode(value, { stream: true });
    bytes += value.byteLength;
  }
  await reader.cancel();
  return '';
}

function problemError({ status, headers }: Response, problem: unknown): ClientError {
  const failure = failureOf(status, problemType(problem));
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return new ClientError(failure, {
    errors: readFieldErrors(problem),
    challenge: readChallenge(problem),
    retryAfterMs:
      seconds >= 0
        ? Math.min(seconds * 1000, retryAfterMaxMs)
        : failure === 'too-many-requests'
          ? retryAfterDefaultMs
          : undefined,
  });
}

/** Mostly by status: a server in front of the proxy does not know problem types. */
function failureOf(status: number, type: unknown): ClientFailure {
  if (type === 'duplicate' || type === 'in-progress' || type === 'invalid-fields') return type;
  if (type === 'idempotency-key-reused') return 'key-reused';
  if (status === 429 || type === 'challenge-required') return 'too-many-requests';
  if (status === 403) return 'refused';
  if (status === 408) return 'timeout';
  return status < 500 ? 'misconfigured' : 'unavailable';
}
