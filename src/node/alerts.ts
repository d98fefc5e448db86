import { hostname } from 'node:os';
import type { FetchHandler } from '../contract/fetch-handler.ts';
import { Alerts, type AlertsOptions } from '../proxy/index.ts';
import type { Log } from '../proxy/log.ts';
import type { Store } from '../store/index.ts';
import { exchange } from '../upstream/index.ts';
import { maskText } from './log/mask-text.ts';
import type { Secret } from './secrets/secret.ts';
import { createUpstreamFetch } from './upstreams/upstream-fetch.ts';

const timeoutMs = 10_000;
const lookEveryMs = 60_000;

interface SendOptions {
  readonly url: Secret;
  readonly fetch: FetchHandler;
  readonly signal: AbortSignal;
}

/**
 * Posts a message in the format of incoming webhooks of Slack and Mattermost. Any 2xx counts as
 * delivered. Throws `UpstreamError`, whose message holds no URL.
 */
async function sendAlert(text: string, { url, fetch, signal }: SendOptions): Promise<void> {
  // The first line is ours, and names the server; the others may quote a vendor.
  const [headline = '', ...lines] = text.split('\n');
  const masked = [headline, ...lines.map(maskText)].join('\n');
  const request = new Request(url.reveal(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: masked }),
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
  const reply = await exchange({ upstream: 'PROMO_LEAD_ALERT_URL', fetch }, request);
  if (reply.status < 200 || reply.status > 299) throw reply.unrecognised();
}

/** Sends a test message, which needs no action. Throws `UpstreamError`. */
export async function tryAlert(url: Secret): Promise<void> {
  const { fetch, close } = createUpstreamFetch();
  const { signal } = new AbortController();
  try {
    await sendAlert(`promo-lead on ${hostname()}: alerts come here.`, { url, fetch, signal });
  } finally {
    await close();
  }
}

export interface AlertLoop {
  /** Checks at once, and then every minute. */
  start(): void;
  /** Stops checking, and aborts a message that is being sent: the next start sends it. */
  stop(): Promise<void>;
}

export interface AlertLoopOptions {
  readonly url: Secret;
  readonly store: Store;
  /** The name of this server; by default the machine's. */
  readonly server?: string;
  readonly postbacks?: AlertsOptions['postbacks'];
  readonly now: () => number;
  readonly log: Log;
}

/** Alerts the owner about what waits, wherever the proxy runs. */
export function createAlertLoop({ url, ...rest }: AlertLoopOptions): AlertLoop {
  const network = createUpstreamFetch();
  const stopping = new AbortController();
  const options = { url, fetch: network.fetch, signal: stopping.signal };
  const send = (text: string): Promise<void> => sendAlert(text, options);
  const alerts = new Alerts({ server: hostname(), ...rest, send });
  const { log } = rest;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    running ??= alerts
      .check()
      .catch((error: unknown) => log.warn('alert.unread', { error }))
      .finally(() => (running = undefined));
  };
  return {
    start() {
      timer = setInterval(look, lookEveryMs).unref();
      look();
    },
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await running;
      await network.close();
    },
  };
}
