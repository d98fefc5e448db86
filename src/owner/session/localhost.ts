const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;
/** What reverse proxies and tunnels add. To us, their visitors come from this machine as well. */
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
 * Whether somebody asks who sits at this machine, of a server that listens on loopback. Another
 * site's name that leads here (DNS rebinding) is not this machine, and nor is who comes by a proxy.
 */
export function isFromLocalhost({ url, headers }: Request): boolean {
  return (
    loopbackHost.test(new URL(url).host) && !proxyHeaders.some((header) => headers.has(header))
  );
}
