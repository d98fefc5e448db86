import { createServer, type Server } from 'node:http';
import type { FetchHandler } from '../../contract/fetch-handler.ts';
import type { Log } from '../../proxy/log.ts';
import { codeOf } from '../system-error.ts';
import { type NodeListenerOptions, toNodeListener } from './node-listener.ts';
import { connectionsThatFit } from './open-files.ts';

export interface HttpServerOptions extends Pick<NodeListenerOptions, 'ownsProcess'> {
  /** For headers, and for headers and body together. */
  readonly requestTimeoutMs?: number;
  /** How long a connection may be idle, in both directions. */
  readonly idleTimeoutMs?: number;
  readonly connectionsMax?: number;
}

const headerBytesMax = 32 * 1024;
/** Longer than the idle time-out of common load balancers (60 s), which must hang up first. */
const keepAliveTimeoutMs = 65_000;
/** Longer than any reply takes. A client that reads nothing for so long loses the connection. */
const idleTimeoutDefaultMs = 120_000;

/** Serves a handler over HTTP/1.1, with bounds on whatever a stranger may send. */
export function createHttpServer(
  handler: FetchHandler,
  log: Log,
  options: HttpServerOptions = {},
): Server {
  const { requestTimeoutMs = 10_000, idleTimeoutMs = idleTimeoutDefaultMs } = options;
  const { ownsProcess = false } = options;
  const listener = toNodeListener(handler, {
    ownsProcess,
    // Before Node's own, which counts the headers too.
    bodyTimeoutMs: requestTimeoutMs * 0.8,
    log,
    isClosing: () => !server.listening,
  });
  const server: Server = createServer(
    {
      maxHeaderSize: headerBytesMax,
      headersTimeout: requestTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      // How often Node checks for time-outs; by default only every 30 s.
      connectionsCheckingInterval: Math.min(1000, requestTimeoutMs),
    },
    listener,
  );
  server.timeout = idleTimeoutMs;
  server.maxConnections = options.connectionsMax ?? connectionsThatFit();
  makeRoom(server, log);
  // Out of file descriptors, say: without a listener, the event would end the process. A server
  // that cannot listen in the first place tells its caller.
  server.on('error', (error) => {
    if (server.listening) log.error('server.failed', { error });
  });
  return server;
}

/** How often, at most, idle connections are looked for when there are too many. */
const makeRoomEveryMs = 1000;

/** If there is no room for a connection, idle ones are closed, so that the next one fits. */
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

/** Why a server cannot listen, with what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Resolves to the port that was taken. Throws {@link ListenError}. */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject);
  server.listen({ host, port, exclusive: true }, listening.resolve);
  try {
    await listening.promise;
  } catch (cause) {
    const code = codeOf(cause) || 'unknown';
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

/** What servers of `node:http` and `node:https` have, and those of `node:http2` in part. */
interface ClosableServer {
  close(closed: () => void): unknown;
  closeIdleConnections?(): void;
  closeAllConnections?(): void;
}

/**
 * Takes no new connections, lets running requests end, and cuts off what is left at the deadline.
 * Resolves to whether all ended on their own.
 */
export async function closeServer(server: ClosableServer, deadlineMs: number): Promise<boolean> {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  // A connection that becomes idle after its last reply would be kept alive for a minute.
  const sweep = setInterval(() => server.closeIdleConnections?.(), 50);
  let isCut = false;
  const deadline = setTimeout(() => {
    isCut = true;
    server.closeAllConnections?.();
  }, deadlineMs);
  await closed.promise;
  clearInterval(sweep);
  clearTimeout(deadline);
  return !isCut;
}
