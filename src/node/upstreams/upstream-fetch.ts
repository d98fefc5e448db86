import { pipeline, type Readable, type Transform } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher, request } from 'undici';
import * as z from 'zod/mini';
import type { FetchHandler } from '../../contract/fetch-handler.ts';

export interface UpstreamFetch {
  readonly fetch: FetchHandler;
  readonly close: () => Promise<void>;
}

export interface UpstreamFetchOptions {
  readonly connectTimeoutMs?: number;
  /** Until the head of the reply is there. */
  readonly headersTimeoutMs?: number;
  /** Between two pieces of the body; the caller's signal bounds the whole. */
  readonly bodyTimeoutMs?: number;
}

/** What Node and undici say about a failure. Anything may be thrown, even what is not an object. */
const SystemError = z.catch(
  z.object({
    code: z.optional(z.string()),
    syscall: z.optional(z.string()),
    errors: z.optional(z.array(z.unknown())),
  }),
  {},
);

/**
 * A call got no reply. Only the kind of the error is kept, in Node's words: undici's messages carry
 * addresses and, for a reply that it cannot parse, the bytes of that reply.
 */
export class UpstreamFetchError extends Error {
  override readonly name = 'UpstreamFetchError';
  /** The system's code, or undici's. */
  readonly code: string;
  /** `connect` if there never was a connection. */
  readonly syscall: string | undefined;
  /** One for each address that was tried. */
  readonly errors: readonly UpstreamFetchError[] | undefined;

  constructor(error: unknown) {
    const { code = 'UNKNOWN', syscall, errors } = SystemError.parse(error);
    super(`Cannot get a reply from the upstream: ${code}`);
    this.code = code;
    this.syscall = syscall;
    this.errors = errors?.map((each) => new UpstreamFetchError(each));
  }
}

/**
 * The network as the adapters use it: one call is one request on its own connection.
 * undici's `request` follows no redirect, reads no proxy variable and decodes nothing.
 */
export function createUpstreamFetch(options: UpstreamFetchOptions = {}): UpstreamFetch {
  // At once: while a server runs, an upgrade may replace the files that it would load later.
  const network = openNetwork(options);
  // Each call reports to its own caller.
  network.catch(() => {});
  return {
    fetch: async (request) => {
      try {
        const { agent, send } = await network;
        return toResponse(await send(request.url, await toOptions(request, agent)));
      } catch (error) {
        request.signal.throwIfAborted();
        throw new UpstreamFetchError(error);
      }
    },
    close: async () => {
      await (await network).agent.close();
    },
  };
}

interface Network {
  readonly agent: Dispatcher;
  readonly send: typeof request;
}

/** Loading undici takes a sixth of a command's start, and most commands make no calls. */
async function openNetwork(options: UpstreamFetchOptions): Promise<Network> {
  const { Agent, request: send } = await import('undici');
  const agent = new Agent({
    connect: { timeout: options.connectTimeoutMs ?? 5_000 },
    headersTimeout: options.headersTimeoutMs ?? 10_000,
    bodyTimeout: options.bodyTimeoutMs ?? 5_000,
    // No connection is kept alive: one that the vendor closes just as we write to it leaves the
    // call in doubt, and a second answer that comes late would be taken for the next lead's.
    pipelining: 0,
    maxHeaderSize: 16_384,
  });
  return { agent, send };
}

type SendOptions = Exclude<Parameters<typeof request>[1], null | undefined>;

async function toOptions(request: Request, dispatcher: Dispatcher): Promise<SendOptions> {
  const headers = Object.fromEntries(request.headers);
  headers['accept-encoding'] = 'identity';
  return {
    dispatcher,
    method: request.method,
    headers,
    body: request.body === null ? null : new Uint8Array(await request.arrayBuffer()),
    signal: request.signal,
    // undici would send any GET again, but `checkPromocode` redeems a code.
    idempotent: false,
  };
}

const withoutBody: ReadonlySet<number> = new Set([101, 204, 205, 304]);

type Reply = Awaited<ReturnType<typeof request>>;

function toResponse({ statusCode, headers, body }: Reply): Response {
  // Outside this range `Response` throws; no vendor's reply is to be trusted for its number.
  const status = statusCode >= 200 && statusCode <= 599 ? statusCode : 502;
  const init = { status, headers: toHeaders(headers) };
  // An abandoned body ends with an error that nobody needs.
  body.on('error', () => {});
  if (!withoutBody.has(status)) return new Response(toStream(decode(body, init.headers)), init);
  body.destroy();
  return new Response(null, init);
}

/** As browsers do: a body that is empty, or lacks its last bytes, is no error. */
const lenient = { finishFlush: constants.Z_SYNC_FLUSH };
const lenientBrotli = { finishFlush: constants.BROTLI_OPERATION_FLUSH };
const decoders: ReadonlyMap<string | undefined, () => Transform> = new Map([
  ['gzip', () => createGunzip(lenient)],
  ['x-gzip', () => createGunzip(lenient)],
  ['deflate', () => createInflate(lenient)],
  ['br', () => createBrotliDecompress(lenientBrotli)],
]);

/** Some servers compress unasked. A decoder works as its pieces are read, so no bomb goes off. */
function decode(body: Readable, headers: Headers): Readable {
  const decoder = decoders.get(headers.get('content-encoding')?.toLowerCase());
  // Whoever reads sees the errors; if either stream is destroyed, so is the other.
  return decoder ? pipeline(body, decoder(), () => {}) : body;
}

/**
 * Reads on demand, each piece in its own turn of the event loop: with a long list that comes fast,
 * one turn would read two megabytes and hold up all others. If abandoned, the connection is closed.
 */
function toStream(body: Readable): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array, undefined> = body[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      await nextTurn();
      try {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        throw new UpstreamFetchError(error);
      }
    },
    cancel() {
      body.destroy();
    },
  });
}

function toHeaders(headers: Reply['headers']): Headers {
  const found = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value ?? []].flat()) found.append(name, one);
  }
  return found;
}
