/**
 * The URL of an upstream's path; the base may end in a slash or not, and may have a path itself.
 *
 * @throws {TypeError} Without the URL in it, where the base is none.
 */
export function endpoint(upstream: string, baseUrl: string, path: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new TypeError(`Cannot use base URL of ${upstream}: not http(s), or with ? or #`);
  }
  url.pathname = url.pathname.replace(/(?<!\/)\/+$/, '') + path;
  return url;
}
