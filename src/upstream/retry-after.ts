/** Bounds of a believable `Retry-After`. */
const msMin = 1000;
const msMax = 60 * 60 * 1000;

/**
 * `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), within believable bounds; undefined if
 * there is no such time.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get('retry-after') ?? '';
  // Relative to the reply's own clock, which may differ from ours.
  const ms = /^\d+$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(ms)) return undefined;
  return Math.min(Math.max(ms, msMin), msMax);
}
