/**
 * The URL of an upstream's path; the base may or may not end in a slash, and may have a path.
 *
 * @throws {TypeError} If the base is not a URL; the message does not hold it.
 */
export function endpoint(upstream: string, baseUrl: string, path: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new TypeError(`Cannot use base URL of ${upstream}: not http(s), or with ? or #`);
  }
  url.pathname = url.pathname.replace(/(?<!\/)\/+$/, '') + path;
  return url;
}
