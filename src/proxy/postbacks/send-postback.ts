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
 * Tells a tracker by a GET; any 2xx is an answer, whatever its body says. Throws `UpstreamError`,
 * whose message holds no URL and has no cause that may.
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
    // A proxy in front of it says so, where it is away; all else is what it says to this one.
    isBusy ? 'busy' : status === 502 || status === 504 ? 'in_doubt' : 'setup',
    status === 0 || (status >= 300 && status < 400)
      ? 'The tracker answers with a redirect: give the URL that it leads to'
      : `The tracker answers HTTP ${status}`,
    isBusy && headers.has('retry-after') ? { retryAfterMs: retryAfterMs(headers) } : {},
  );
}

function connectionError(error: unknown, signal: AbortSignal): UpstreamError {
  const code = notSentCode(error);
  if (code !== undefined) return new UpstreamError('not_sent', `Cannot reach the tracker: ${code}`);
  const what = signal.aborted ? 'gives no answer in time' : 'breaks the connection off';
  return new UpstreamError('in_doubt', `The tracker ${what}`);
}
