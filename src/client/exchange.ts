import { ClientError, type ClientFailure } from './error.ts';
import { type Reader, readProblem } from './replies.ts';

/** Replies of the proxy are a few hundred bytes; a larger one is somebody else's page. */
const replyBytesMax = 65_536;
/** What is waited where the proxy gives no time: long enough for a rate window to move. */
const retryAfterDefaultMs = 10_000;
const retryAfterMaxMs = 3_600_000;

const failureByProblem: Readonly<Record<string, ClientFailure>> = {
  'too-many-requests': 'too-many-requests',
  unavailable: 'unavailable',
  'in-progress': 'in-progress',
  duplicate: 'duplicate',
  'invalid-fields': 'invalid-fields',
  'idempotency-key-reused': 'key-reused',
  'origin-not-allowed': 'refused',
  'challenge-required': 'refused',
  'request-timeout': 'timeout',
  internal: 'unavailable',
};

export interface Exchange<T> {
  readonly fetch: typeof fetch;
  readonly url: URL;
  readonly body: string;
  readonly key: string | undefined;
  readonly read: Reader<T>;
  /** The caller's wish to stop; it ends the call as `aborted`. */
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
  const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
  try {
    const response = await call.fetch(call.url, requestInit(call, signal));
    const reply = await readJson(response);
    if (!response.ok) throw problemError(response, reply);
    const value = call.read(reply);
    if (value !== undefined) return value;
    throw new ClientError('bad-reply', 'Cannot read reply: not of the contract');
  } catch (cause) {
    if (cause instanceof ClientError) throw cause;
    throw new ClientError(silenceOf(call.signal, timeout), `Cannot reach ${call.url.origin}`, {
      cause,
    });
  }
}

function requestInit({ body, key }: Exchange<unknown>, signal: AbortSignal): RequestInit {
  const init: RequestInit & { __proto__: null } = {
    // Without it, a polluted Object.prototype would be read as options of the request.
    __proto__: null,
    method: 'POST',
    headers: {
      accept: 'application/json, application/problem+json',
      'content-type': 'application/json',
      ...(key && { 'idempotency-key': key }),
    },
    body,
    signal,
    credentials: 'omit',
    // A redirect would post what the visitor typed to a place that nobody named.
    redirect: 'error',
    cache: 'no-store',
  };
  return init;
}

function silenceOf(caller: AbortSignal | undefined, timeout: AbortSignal): ClientFailure {
  if (caller?.aborted) return 'aborted';
  if (timeout.aborted) return 'timeout';
  return globalThis.navigator?.onLine === false ? 'offline' : 'unreachable';
}

/** The JSON of a reply, or `undefined` where it is none or is too large. */
async function readJson(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (!/^application\/(problem\+)?json\b/i.test(type)) {
    await response.body?.cancel();
    return undefined;
  }
  const text = await readText(response);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readText(response: Response): Promise<string | undefined> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const chunk = await reader?.read();
    if (!chunk?.value) return text + decoder.decode();
    bytes += chunk.value.byteLength;
    if (bytes > replyBytesMax) {
      await reader?.cancel();
      return undefined;
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
}

function problemError(response: Response, reply: unknown): ClientError {
  const { status } = response;
  const problem = readProblem(reply);
  const type = problem && Object.hasOwn(failureByProblem, problem.type) ? problem.type : '';
  const failure = failureByProblem[type] ?? failureByStatus(status);
  return new ClientError(failure, `Proxy answered ${status}: ${problem?.title ?? 'no problem'}`, {
    errors: problem?.errors,
    retryAfterMs: retryAfterMs(response.headers.get('retry-after'), failure),
  });
}

/** What stands before the proxy (nginx, a CDN) answers without our problem types. */
function failureByStatus(status: number): ClientFailure {
  if (status === 429) return 'too-many-requests';
  if (status >= 500) return 'unavailable';
  return status === 403 ? 'refused' : 'misconfigured';
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), kept within an hour. */
function retryAfterMs(header: string | null, failure: ClientFailure): number | undefined {
  if (header === null || header.trim() === '') {
    return failure === 'too-many-requests' ? retryAfterDefaultMs : undefined;
  }
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  if (Number.isNaN(ms)) return retryAfterDefaultMs;
  return Math.min(Math.max(ms, 0), retryAfterMaxMs);
}
