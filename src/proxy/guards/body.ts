import type { Connection } from '../../contract/fetch-handler.ts';
import { ProblemError } from '../problem-reply.ts';

/** The largest body that is read by default, in bytes. */
const bodyBytesMax: number = 32 * 1024;

/**
 * Reads a body of at most `bytesMax` bytes as UTF-8. The bytes are counted as they arrive, because
 * `Content-Length` is only the sender's claim, unless a server enforces it. Bytes that are not
 * UTF-8 are refused, because a replacement character would store a name that nobody typed.
 */
export async function readText(
  request: Request,
  connection?: Connection,
  bytesMax: number = bodyBytesMax,
): Promise<string> {
  // Names of codings have no case (RFC 9110, 8.4.1).
  const encoding = request.headers.get('content-encoding')?.toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity') {
    throw new ProblemError('unsupported-media-type', { detail: 'Send the body uncompressed.' });
  }
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  const isShort = connection?.framesBody === true && length <= bytesMax;
  const reading = isShort ? readWhole(request) : readBytes(request, bytesMax);
  const bytes = await (connection?.withBodyTimeout?.(reading) ?? reading);
  try {
    return utf8.decode(bytes);
  } catch {
    throw new ProblemError('invalid-body', { detail: 'Send the body in UTF-8.' });
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** What a parser in front of the proxy made of a body cannot replace its bytes. */
export function requireUnread(request: Request): void {
  if (!request.bodyUsed) return;
  throw new Error('Cannot read the body: something in front of the proxy has read it before');
}

/** Reads it at once, which a Node server does without a stream. */
async function readWhole(request: Request): Promise<ArrayBuffer> {
  requireUnread(request);
  try {
    return await request.arrayBuffer();
  } catch {
    throw brokenOff();
  }
}

/** Reads a file of at most `bytesMax` bytes, in any encoding. */
export async function readFileBody(request: Request, bytesMax: number): Promise<Uint8Array> {
  return new Uint8Array(await readBytes(request, bytesMax));
}

async function readBytes(request: Request, bytesMax: number): Promise<ArrayBuffer> {
  return new Blob(await readChunks(request, bytesMax)).arrayBuffer();
}

async function readChunks(request: Request, bytesMax: number): Promise<Uint8Array<ArrayBuffer>[]> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  requireUnread(request);
  if (!request.body) return chunks;
  let length = 0;
  try {
    for await (const chunk of request.body) {
      length += chunk.byteLength;
      // Leaving the loop cancels the body.
      if (length > bytesMax) break;
      chunks.push(chunk);
    }
  } catch {
    throw brokenOff();
  }
  if (length > bytesMax) {
    throw new ProblemError('too-large', { detail: `Send at most ${bytesMax} bytes.` });
  }
  return chunks;
}

/** The sender hung up or broke the framing: nobody reads the reply, and it is not a bug. */
function brokenOff(): ProblemError {
  return new ProblemError('invalid-body', { detail: 'Send the body whole.' });
}

/** What a plain form sends if it has no `enctype`; no other of its encodings is taken. */
export const formType = 'application/x-www-form-urlencoded';

/** Longer than any type that we read, with its charset. */
const typeLengthMax = 256;

/** The media type without its parameters, in lower case; only UTF-8 may be named as charset. */
export function mediaType(request: Request): string {
  const header = request.headers.get('content-type') ?? '';
  const [type = '', ...parameters] = header.length > typeLengthMax ? [] : header.split(';');
  for (const parameter of parameters) {
    const [name, value] = parameter.split('=');
    const charset = value?.trim().replaceAll('"', '').toLowerCase();
    // Without the hyphen it is the same (Encoding standard, 4.2), and some clients write it so.
    if (name?.trim().toLowerCase() === 'charset' && !/^utf-?8$/.test(charset ?? '')) {
      throw new ProblemError('unsupported-media-type', { detail: 'Send the body in UTF-8.' });
    }
  }
  return type.trim().toLowerCase();
}
