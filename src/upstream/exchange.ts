import type { FetchHandler } from '../contract/fetch-handler.ts';
import { type Failure, UpstreamError } from './failure.ts';
import { notSentCode } from './not-sent.ts';

/** A reply to a single call is short; a vendor's error page is no reason to read megabytes. */
const replyBytesMax = 64 * 1024;
/** Bounds of a believable `Retry-After`. */
const retryAfterMsMin = 1000;
const retryAfterMsMax = 60 * 60 * 1000;

export interface ExchangeOptions {
  /** The upstream's name, for messages: its URL may hold a token. */
  readonly upstream: string;
  readonly fetch: FetchHandler;
  /** How much of a body is read, after decompression. */
  readonly bytesMax?: number;
}

/** What came back. Whether it means anything is for the adapter to say. */
export interface Reply {
  /** The HTTP status, which by itself says little; see below. */
  readonly status: number;
  /** The whole body in UTF-8; undefined where it did not come to its end. */
  readonly text: string | undefined;
  /** The parsed body; undefined where there is no strict JSON. */
  readonly json: unknown;
  /**
   * The error to throw where the body says nothing that is known: the HTTP status decides then,
   * and only after a 2xx the given failure (`in_doubt` by itself).
   */
  unrecognised(what?: string, failure?: Failure): UpstreamError;
}

/**
 * Sends a request once, and turns all that may go wrong into an {@link UpstreamError}. It is the
 * one place that says what a failure means; nothing here sends anything twice.
 *
 * The body decides before the status does ("status" and "type" are all that the vendors document):
 * a body in the vendor's own words was written by the vendor's program, whatever a server in
 * between made of the status. Errors have no `cause`, for it might hold the URL.
 */
export async function exchange(options: ExchangeOptions, request: Request): Promise<Reply> {
  const { upstream, bytesMax = replyBytesMax } = options;
  const { signal } = request;
  if (signal.aborted) {
    throw new UpstreamError('not_sent', `Cannot call ${upstream}: the time was up before`);
  }
  let response: Response;
  try {
    response = await untilAborted(options.fetch(request), signal);
  } catch (error) {
    throw connectionError(upstream, error, signal);
  }
  const failure = failureOf(response);
  if (isRedirect(response)) {
    // Followed, a 307 would post the secret to wherever it points.
    await discard(response);
    throw new UpstreamError('setup', `Cannot use reply of ${upstream}: a redirect`);
  }
  const body = await readJson(response, bytesMax, signal);
  return {
    status: response.status,
    text: body.text,
    json: body.json,
    unrecognised: (what = body.problem ?? 'JSON of another shape', ifSuccessful = 'in_doubt') =>
      new UpstreamError(
        failure ?? ifSuccessful,
        `Cannot use reply of ${upstream}: HTTP ${response.status}, ${what}`,
        failure === 'busy' ? { retryAfterMs: retryAfterMs(response.headers) } : {},
      ),
  };
}

/** Rejects as soon as the signal is aborted: a handler need not listen to it. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function connectionError(upstream: string, error: unknown, signal: AbortSignal): UpstreamError {
  const code = notSentCode(error);
  if (code !== undefined) return new UpstreamError('not_sent', `Cannot reach ${upstream}: ${code}`);
  const state = signal.aborted ? 'no reply in time' : 'the connection broke';
  return new UpstreamError('in_doubt', `Cannot tell what ${upstream} did: ${state}`);
}

function isRedirect(response: Response): boolean {
  return response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
}

/** What a status means where the body means nothing; undefined for a 2xx. */
function failureOf({ ok, status }: Response): Failure | undefined {
  if (ok) return undefined;
  if (status === 429) return 'busy';
  return status === 401 || status === 403 || status === 404 ? 'setup' : 'in_doubt';
}

interface Body {
  readonly text?: string;
  readonly json?: unknown;
  readonly problem?: string;
}

async function readJson(response: Response, bytesMax: number, signal: AbortSignal): Promise<Body> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await untilAborted(readBytes(response, bytesMax), signal);
  } catch {
    void discard(response);
    return { problem: signal.aborted ? 'a body that did not end in time' : 'a cut body' };
  }
  if (bytes === undefined) return { problem: `a body over ${bytesMax} bytes` };
  let text: string | undefined;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, json: JSON.parse(text) };
  } catch {
    return { problem: 'a body that is no JSON', ...(text !== undefined && { text }) };
  }
}

/** The body as bytes, or undefined where it is larger than `bytesMax`. */
async function readBytes(response: Response, bytesMax: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early cancels the body, and with it the connection.
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > bytesMax) return undefined;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

async function discard(response: Response): Promise<void> {
  // A body that is being read, or that broke, cannot be cancelled, and need not be.
  await response.body?.cancel().catch(() => undefined);
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), within believable bounds. */
function retryAfterMs(headers: Headers): number {
  const value = headers.get('retry-after') ?? '';
  // Taken from the reply's own clock, which may be far from ours.
  const ms = /^\d+$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(ms)) return retryAfterMsMin;
  return Math.min(Math.max(ms, retryAfterMsMin), retryAfterMsMax);
}
