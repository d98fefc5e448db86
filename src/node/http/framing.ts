import type { IncomingMessage } from 'node:http';

/** The longest request target; a longer one is no call of ours. */
const urlLengthMax = 8192;

/** Methods that `fetch` knows no requests of (Fetch standard, "forbidden method"). */
const forbiddenMethods: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** The status of a request that no handler is to see; undefined for all others. */
export function refusalStatus(request: IncomingMessage): number | undefined {
  const { url = '', method = '' } = request;
  if (url.length > urlLengthMax) return 414;
  if (forbiddenMethods.has(method)) return 405;
  return isAmbiguous(request) || isNoTarget(url) ? 400 : undefined;
}

/**
 * What Node's parser lets through, and a reverse proxy before us may have read otherwise: two hosts
 * (RFC 9112, 3.2), a coding that is not the last word on where the body ends, or one that HTTP/1.0
 * does not have (6.1), and a version that is not spoken here.
 */
function isAmbiguous({ headers, rawHeaders, httpVersion }: IncomingMessage): boolean {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return true;
  if (rawHeaders.filter(isHostName).length > 1) return true;
  const coding = headers['transfer-encoding'];
  return coding !== undefined && (coding.toLowerCase() !== 'chunked' || httpVersion === '1.0');
}

/** Names stand at even places, values after them. */
function isHostName(text: string, index: number): boolean {
  return index % 2 === 0 && text.length === 4 && text.toLowerCase() === 'host';
}

/** An absolute target may stand for itself (RFC 9112, 3.2.2), but `Request` takes no user in it. */
function isNoTarget(url: string): boolean {
  if (url.startsWith('/')) return false;
  const target = URL.parse(url);
  return target === null || target.username !== '' || target.password !== '';
}
