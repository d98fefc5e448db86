import type { Config } from '../config/load.ts';
import type { PostbackConfig } from '../config/postback.ts';
import { isLoopback } from '../http/address.ts';
import { hasKnownKey, isPublic } from '../http/exposure.ts';
import { type Check, ok, warning } from './check.ts';

/**
 * @param isMounted - Inside another server, which takes care of its address and of its visitors'
 *   addresses.
 *
 * @yields {Check} What is odd about a configuration with which a server does start.
 */
export function* checkConfig(config: Config, isMounted = false): Generator<Check> {
  const { host, limits, alertUrl, warnings } = config;
  const where = isMounted
    ? 'answers within another server'
    : `listens on ${host}, port ${config.port}`;
  yield ok('configuration', where);
  for (const text of warnings) yield warning('configuration', text, 'Correct or remove it.');
  if (!limits) yield warning('limits', 'they are off', 'Set PROMO_LEAD_LIMITS=on.');
  yield ok('alerts', alertUrl ? 'they are sent' : 'none: PROMO_LEAD_ALERT_URL is not set');
  if (config.postback) yield ok('postbacks', describe(config.postback));
  if (!isMounted && isPublic(config)) yield* checkExposure(config);
}

/** @yields {Check} What strangers may find who reach a server of our own. */
function* checkExposure(config: Config): Generator<Check> {
  const { host, origins, trustedProxies } = config;
  if (origins === undefined) {
    const detail = "only the server's own pages may call it";
    yield warning('origins', detail, 'List the origins of your pages in PROMO_LEAD_ORIGINS.');
  }
  if (isLoopback(host) && trustedProxies.length === 0) {
    const detail =
      'pages of elsewhere can reach this server only by a reverse proxy, and none is trusted: ' +
      'all visitors would count as one';
    yield warning('reverse proxy', detail, 'Set PROMO_LEAD_TRUSTED_PROXIES=127.0.0.1/32.');
  }
  if (hasKnownKey(config)) {
    const detail = "the embedded backend has the secret key of the vendor's document";
    yield warning('secret key', detail, 'Set PROMOS_SERU_SECRET_KEY.');
  }
}

/** Sends nothing: the tracker would count a conversion. Only the host of the URL is shown. */
function describe({ url, statuses }: PostbackConfig): string {
  const told = Object.entries(statuses).map(([state, word]) => `${state} as "${word}"`);
  return `${new URL(url.reveal()).origin} is told of leads: ${told.join(', ')}`;
}
