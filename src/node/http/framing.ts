import { type IncomingMessage, STATUS_CODES } from 'node:http';

/** The longest request target; none of our calls needs a longer one. */
const urlLengthMax = 8192;

/** Methods of which `fetch` makes no request (Fetch standard, "forbidden method"). */
const forbiddenMethods: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** The reply to a request that no handler may see. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a request is refused that no handler may see; undefined for all others. */
export function refusalOf(request: IncomingMessage): Refusal | undefined {
  const { url = '', method = '' } = request;
  if (url.length > urlLengthMax) return refusal(414, `Shorten the URL to ${urlLengthMax} bytes.`);
  if (forbiddenMethods.has(method)) return refusal(405, 'Use GET or POST.');
  return isAmbiguous(request) || isNoTarget(url) ? malformed : undefined;
}

/** A problem that its status says all about (RFC 9457, 4.2.1), before any path is known. */
function refusal(status: number, detail: string): Refusal {
  const body = { type: 'about:blank', title: STATUS_CODES[status], status, detail };
  // Caches may keep a 405 and a 414 that do not say otherwise (RFC 9110, 15.1).
  const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  return { status, headers, body: JSON.stringify(body) };
}

/** Also for what turns out to be no URL later on. */
export const malformed: Refusal = refusal(
  400,
  'Send HTTP/1.1 with one Host, a path, and one Content-Length or "chunked".',
);

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
