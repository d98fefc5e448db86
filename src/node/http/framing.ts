import type { IncomingMessage } from 'node:http';

/** The longest request target; none of our calls needs a longer one. */
const urlLengthMax = 8192;

/** Methods of which `fetch` makes no request (Fetch standard, "forbidden method"). */
const forbiddenMethods: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** The status for a request that no handler may see; undefined for all others. */
export function refusalStatus(request: IncomingMessage): number | undefined {
  const { url = '', method = '' } = request;
  if (url.length > urlLengthMax) return 414;
  if (forbiddenMethods.has(method)) return 405;
  return isAmbiguous(request) || isNoTarget(url) ? 400 : undefined;
}

/**
 * What Node's parser lets through but a reverse proxy before us may read differently: two hosts
 * (RFC 9112, 3.2), a transfer coding that does not end with `chunked` or that HTTP/1.0 does not
 * have (6.1), and a version that is not spoken here.
 */
function isAmbiguous({ headers, rawHeaders, httpVersion }: IncomingMessage): boolean {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return true;
  if (rawHeaders.filter(isHostName).length > 1) return true;
  const coding = headers['transfer-encoding'];
  return coding !== undefined && (coding.toLowerCase() !== 'chunked' || httpVersion === '1.0');
}

/** Names are at even indexes, each followed by its value. */
function isHostName(text: string, index: number): boolean {
  return index % 2 === 0 && text.length === 4 && text.toLowerCase() === 'host';
}

/** An absolute target is used as it is (RFC 9112, 3.2.2), but `Request` accepts no user in it. */
function isNoTarget(url: string): boolean {
  if (url.startsWith('/')) return false;
  const target = URL.parse(url);
  return target === null || target.username !== '' || target.password !== '';
}
