import type { FetchHandler } from '../contract/fetch-handler.ts';
import { type Failure, UpstreamError } from './failure.ts';
import { isLate } from './late.ts';
import type { Entries, LongJson } from './long-json.ts';
import { notSentCode } from './not-sent.ts';
import { discard, readJson } from './reply-body.ts';
import { retryAfterMs } from './retry-after.ts';
import { untilAborted } from './until-aborted.ts';

/** A reply to a single call is short; no error page of a vendor is worth reading megabytes. */
const replyBytesMax = 64 * 1024;

export interface ExchangeOptions {
  /** The upstream's name, for messages: its URL may hold a token. */
  readonly upstream: string;
  readonly fetch: FetchHandler;
  /** How much of a body is read, after decompression. */
  readonly bytesMax?: number;
  /** Reads the entries of a long body as it arrives; `json` is the rest of it. */
  readonly long?: LongJson<Entries>;
  /**
   * How long to wait for the reply to begin, and for each next piece of it, in ms; without it
   * only the request's signal decides. A long list is worth waiting for while it arrives.
   */
  readonly pieceTimeoutMs?: number;
}

/** The reply as it came. The adapter decides whether it means anything. */
export interface Reply {
  /** The HTTP status, which on its own says little: see {@link exchange}. */
  readonly status: number;
  /**
   * The body, with U+FFFD for what is not UTF-8; of a body over the limit, only its beginning.
   * Undefined if the connection broke or the body did not end in time.
   */
  readonly text: string | undefined;
  /** The parsed body; undefined if it is not strict JSON in UTF-8, or is over the limit. */
  readonly json: unknown;
  /**
   * The error to throw if the body says nothing that is known: the HTTP status decides then, and
   * after a 2xx the given failure (`in_doubt` by default).
   */
  unrecognised(what?: string, failure?: Failure): UpstreamError;
}

/**
 * Sends a request once, and turns all that may go wrong into an {@link UpstreamError}. It is the
 * one place that says what a failed call to a vendor means. Postbacks, whose replies have no body
 * to go by, have rules of their own (`proxy/postbacks/send-postback.ts`). Nothing here sends
 * anything twice.
 *
 * The body decides before the status does ("status" and "type" are all that the vendors document):
 * a body in the vendor's own words was written by the vendor's program, whatever a server in
 * between made of the status. Errors have no `cause`, because it might hold the URL.
 */
export async function exchange(options: ExchangeOptions, request: Request): Promise<Reply> {
  const { upstream, long, bytesMax = replyBytesMax, pieceTimeoutMs } = options;
  if (request.signal.aborted) {
    throw new UpstreamError('not_sent', `Cannot call ${upstream}: the time was up before`);
  }
  const silence = pieceTimeoutMs === undefined ? undefined : listenForSilence(pieceTimeoutMs);
  const signal = silence ? AbortSignal.any([request.signal, silence.signal]) : request.signal;
  let response: Response;
  try {
    const call = options.fetch(silence ? new Request(request, { signal }) : request);
    response = await untilAborted(call, signal);
  } catch (error) {
    throw connectionError(upstream, error, signal);
  }
  const failure = failureOf(response);
  if (isRedirect(response)) {
    // If followed, a 307 would post the secret to wherever it points.
    await discard(response);
    throw new UpstreamError('setup', `Cannot use reply of ${upstream}: a redirect`);
  }
  const body = await readJson(response, { bytesMax, signal, long, onPiece: silence?.onPiece });
  silence?.end();
  return {
    status: response.status,
    text: body.text,
    json: body.json,
    unrecognised: (what = body.problem ?? 'JSON of another shape', ifSuccessful = 'in_doubt') =>
      new UpstreamError(
        failure ?? ifSuccessful,
        `Cannot use reply of ${upstream}: HTTP ${response.status}, ${what}`,
        { retryAfterMs: failure === 'busy' ? retryAfterMs(response.headers) : undefined },
      ),
  };
}

/** A signal that is aborted when nothing arrived for this long, or for up to twice as long. */
function listenForSilence(ms: number): {
  readonly signal: AbortSignal;
  readonly onPiece: () => void;
  readonly end: () => void;
} {
  const controller = new AbortController();
  let state: 'silent' | 'heard' | 'over' = 'heard';
  const listen = (): void => {
    if (state === 'over') return;
    if (state === 'silent') {
      controller.abort(new DOMException('no piece in time', 'TimeoutError'));
      return;
    }
    state = 'silent';
    AbortSignal.timeout(ms).addEventListener('abort', listen, { once: true });
  };
  listen();
  return {
    signal: controller.signal,
    onPiece: () => (state = 'heard'),
    end: () => (state = 'over'),
  };
}

function connectionError(upstream: string, error: unknown, signal: AbortSignal): UpstreamError {
  const code = notSentCode(error);
  if (code !== undefined) return new UpstreamError('not_sent', `Cannot reach ${upstream}: ${code}`);
  const state = isLate(error, signal) ? 'no reply in time' : 'the connection broke';
  return new UpstreamError('in_doubt', `Cannot tell what ${upstream} did: ${state}`);
}

function isRedirect(response: Response): boolean {
  return response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
}

/** What a status means if the body means nothing; undefined for a 2xx. */
function failureOf({ ok, status }: Response): Failure | undefined {
  if (ok) return undefined;
  if (status === 429) return 'busy';
  return status === 401 || status === 403 || status === 404 ? 'setup' : 'in_doubt';
}
