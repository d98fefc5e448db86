import { randomBytes } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import {
  getRequestListener,
  type Http2Bindings,
  type HttpBindings,
  RequestError,
} from '@hono/node-server';
import type { FetchHandler } from '../contract/fetch-handler.ts';
import type { Log } from '../proxy/log.ts';
import { problemReply, storeProblem } from '../proxy/problem-reply.ts';
import { StoreError } from '../store/index.ts';
import { refusalStatus } from './framing.ts';
import { connectionsThatFit } from './open-files.ts';

export interface HttpServerOptions {
  /** For headers, and for headers and body together. */
  readonly requestTimeoutMs?: number;
  /** After which nothing has moved on a connection, either way. */
  readonly idleTimeoutMs?: number;
  readonly connectionsMax?: number;
}

type Bindings = HttpBindings | Http2Bindings;

const headerBytesMax = 32 * 1024;
/** Longer than the idle time-out of common load balancers (60 s), which must hang up first. */
const keepAliveTimeoutMs = 65_000;
/** Longer than any reply is waited for. Whoever reads none of it has the connection no longer. */
const idleTimeoutDefaultMs = 120_000;

/** Puts a handler behind HTTP/1.1, with bounds on whatever a stranger may send. */
export function createHttpServer(
  handler: FetchHandler,
  log: Log,
  options: HttpServerOptions = {},
): Server {
  const { requestTimeoutMs = 10_000, idleTimeoutMs = idleTimeoutDefaultMs } = options;
  const answer = async (request: Request, { incoming, outgoing }: Bindings): Promise<Response> => {
    const reply = await handler(request, {
      remoteAddress: incoming.socket.remoteAddress,
      framesBody: true,
    });
    // Otherwise the client's next request comes on this connection, which is about to be closed.
    if (!server.listening) outgoing.setHeader('connection', 'close');
    return reply;
  };
  const listener = getRequestListener(answer, {
    overrideGlobalObjects: false,
    errorHandler: (error) => replyToError(error, log),
  });
  const server = createServer(
    {
      maxHeaderSize: headerBytesMax,
      headersTimeout: requestTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      // How often Node looks whether a time-out has passed; by itself only every 30 s.
      connectionsCheckingInterval: Math.min(1000, requestTimeoutMs),
    },
    (request, response) => {
      const status = refusalStatus(request);
      if (status === undefined) void listener(request, response);
      else refuse(response, status);
    },
  );
  server.timeout = idleTimeoutMs;
  server.maxConnections = options.connectionsMax ?? connectionsThatFit();
  makeRoom(server, log);
  // Out of file descriptors, say: unheard, the event would end the process. A server that cannot
  // listen in the first place tells its caller.
  server.on('error', (error) => {
    if (server.listening) log.error('server.failed', { error });
  });
  return server;
}

/** How often, at most, the connections are gone through when there are too many. */
const makeRoomEveryMs = 1000;

/** Where there is no room for a connection, those go that wait for nothing: the next one fits. */
function makeRoom(server: Server, log: Log): void {
  let madeAt = Number.NEGATIVE_INFINITY;
  server.on('drop', () => {
    const now = performance.now();
    if (now - madeAt < makeRoomEveryMs) return;
    madeAt = now;
    server.closeIdleConnections();
    log.warn('server.full', { connections: server.maxConnections });
  });
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close' }).end();
}

/** What no handler expected: the reply has an id, and the log has the error under that id. */
function replyToError(error: unknown, log: Log): Response {
  if (error instanceof RequestError) return new Response(null, { status: 400 });
  if (error instanceof StoreError) {
    log.error('store.failed', { error });
    const { type, options } = storeProblem();
    return problemReply(type, options);
  }
  const id = randomBytes(8).toString('hex');
  log.error('server.bug', { id, error });
  return problemReply('internal', { detail: `Ask for error ${id}.` });
}

/** Why a server cannot listen, with what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Answers the port that was taken. Throws {@link ListenError}. */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject);
  server.listen({ host, port, exclusive: true }, listening.resolve);
  try {
    await listening.promise;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const why = listenProblems[code] ?? code;
    throw new ListenError(`Cannot listen on ${host}, port ${port}: ${why}`, { cause });
  }
  server.off('error', listening.reject);
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

const listenProblems: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses it. Stop that one, or choose a free port with --port',
  EACCES: 'permission denied. Choose a port above 1023 with --port',
  EADDRNOTAVAIL: 'this machine does not have that address. Choose another with --host',
  ENOTFOUND: 'no such host. Choose another with --host',
};

/**
 * Takes no new connection, lets running requests end, and cuts what is left at the deadline.
 * Answers whether all ended by themselves.
 */
export async function closeServer(server: Server, deadlineMs: number): Promise<boolean> {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  // A connection that becomes idle after its last reply would be kept alive for a minute.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  let isCut = false;
  const deadline = setTimeout(() => {
    isCut = true;
    server.closeAllConnections();
  }, deadlineMs);
  await closed.promise;
  clearInterval(sweep);
  clearTimeout(deadline);
  return !isCut;
}
