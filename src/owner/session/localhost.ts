const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;
/**
 * What reverse proxies and tunnels add. Without these, their visitors seem to come from localhost.
 */
const proxyHeaders = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
  'cf-connecting-ip',
];

/**
 * Whether a request comes from this machine, if the server listens on loopback. Another site's name
 * that resolves to it (DNS rebinding) does not count, nor does a client behind a proxy.
 */
export function isFromLocalhost({ url, headers }: Request): boolean {
  return (
    loopbackHost.test(new URL(url).host) && !proxyHeaders.some((header) => headers.has(header))
  );
}
