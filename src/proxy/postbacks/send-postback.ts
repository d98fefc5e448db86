import type { FetchHandler } from '../../contract/fetch-handler.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import { notSentCode } from '../../upstream/not-sent.ts';
import { discard } from '../../upstream/reply-body.ts';
import { retryAfterMs } from '../../upstream/retry-after.ts';
import { untilAborted } from '../../upstream/until-aborted.ts';

export interface SendPostbackOptions {
  readonly fetch: FetchHandler;
  readonly signal: AbortSignal;
}

/**
 * Sends a postback by a GET. Any 2xx means success, whatever the body says: so a failure has rules
 * other than those of a vendor's call in `upstream/exchange.ts`. Throws `UpstreamError`, whose
 * message has no URL in it, and which has no cause that might.
 */
export async function sendPostback(
  url: string,
  { fetch, signal }: SendPostbackOptions,
): Promise<void> {
  let response: Response;
  try {
    const request = new Request(url, { redirect: 'manual', signal });
    response = await untilAborted(fetch(request), signal);
  } catch (error) {
    throw connectionError(error, signal);
  }
  await discard(response);
  const { ok, status, headers } = response;
  if (ok) return;
  const isBusy = status === 429 || status === 503;
  throw new UpstreamError(
    // A proxy in front of the tracker sends these if it is away. Any other status means that the
    // tracker refuses this postback.
    isBusy ? 'busy' : status === 502 || status === 504 ? 'in_doubt' : 'setup',
    status === 0 || (status >= 300 && status < 400)
      ? 'The tracker answers with a redirect: give the URL that it leads to'
      : `The tracker answers HTTP ${status}`,
    { retryAfterMs: isBusy ? retryAfterMs(headers) : undefined },
  );
}

function connectionError(error: unknown, signal: AbortSignal): UpstreamError {
  const code = notSentCode(error);
  if (code !== undefined) return new UpstreamError('not_sent', `Cannot reach the tracker: ${code}`);
  const what = signal.aborted ? 'gives no answer in time' : 'breaks the connection off';
  return new UpstreamError('in_doubt', `The tracker ${what}`);
}
