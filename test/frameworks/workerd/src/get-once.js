import { connect } from 'cloudflare:sockets';

const replyBytesMax = 128 * 1024;

/**
 * Sends a GET once, on a connection of its own. `fetch()` may send one anew where a connection
 * breaks, and so may what lies between an edge and the vendor; `checkPromocode` would use the code
 * up twice.
 *
 * @param {Request} request
 */
export async function getOnce(request) {
  const { protocol, host, hostname, port, pathname, search } = new URL(request.url);
  const isSecure = protocol === 'https:';
  const socket = connect(
    { hostname, port: Number(port) || (isSecure ? 443 : 80) },
    { secureTransport: isSecure ? 'on' : 'off' },
  );
  const close = () => void socket.close().catch(() => {});
  request.signal.addEventListener('abort', close, { once: true });
  try {
    await socket.opened.catch(() => {
      // No byte has left: the adapter may try it again.
      throw Object.assign(new Error('Cannot connect to the vendor'), { code: 'ECONNREFUSED' });
    });
    const writer = socket.writable.getWriter();
    // By HTTP/1.0: the reply comes in one piece and ends with the connection (RFC 9112, 6.1, 9.3).
    const head = [`GET ${pathname}${search} HTTP/1.0`, `host: ${host}`, 'accept: application/json'];
    await writer.write(new TextEncoder().encode(`${head.join('\r\n')}\r\n\r\n`));
    return readReply(await readAll(socket.readable));
  } finally {
    request.signal.removeEventListener('abort', close);
    close();
  }
}

async function readAll(stream) {
  const chunks = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > replyBytesMax) throw new Error('Cannot read reply: it is too long');
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function readReply(bytes) {
  const text = new TextDecoder('latin1').decode(bytes);
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const [, status] = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(statusLine) ?? [];
  if (end === -1 || status === undefined) throw new Error('Cannot read reply: no HTTP');
  const headers = new Headers(lines.map((line) => line.split(/:(.*)/, 2)));
  const body = bytes.subarray(end + 4);
  const length = headers.get('content-length');
  const isWhole = length === null || Number(length) === body.length;
  if (!isWhole || headers.has('transfer-encoding')) throw new Error('Cannot read reply: it is cut');
  return new Response(body, { status: Number(status), headers });
}
