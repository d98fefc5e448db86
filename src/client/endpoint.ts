/**
 * The proxy's base URL, with a slash at its end, or `undefined` if it may not be used.
 *
 * Only http(s), checked after URL parsing: to a parser, `java\nscript:` and `\x01javascript:` are
 * schemes. A user name or password would not be sent anyway (`fetch` refuses them), and is probably
 * a pasted secret. Another origin must be written with its scheme: `//host` and `/\host` look like
 * a path of this site but are not.
 */
export function resolveEndpoint(
  endpoint: string | undefined,
  base: string | undefined,
): URL | undefined {
  const written = endpoint?.trim();
  if (!written) return undefined;
  const url = parseUrl(written, base);
  if (!url || url.username || url.password) return undefined;
  const isWrittenOut = /^https?:\/\//i.test(written);
  if (!isWrittenOut && url.origin !== parseUrl(base)?.origin) return undefined;
  return new URL(url.origin + url.pathname.replace(/\/?$/, '/'));
}

/** An http(s) URL, or `undefined` for anything else. */
export function parseUrl(url: string | undefined, base?: string): URL | undefined {
  if (url === undefined) return undefined;
  try {
    const parsed = new URL(url, base);
    return /^https?:$/.test(parsed.protocol) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
