import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { FetchHandler } from '../../contract/fetch-handler.ts';
import type { Log } from '../../proxy/log.ts';
import { problemOf, problemReply } from '../../proxy/problem-reply.ts';
import { createLog } from '../log/log.ts';
import { createBodyTimeout } from './body-timeout.ts';
import { malformed, refusalOf } from './framing.ts';

/** A request of `node:http`, with the visitor's address if a framework such as Express adds it. */
export interface NodeRequest extends IncomingMessage {
  readonly ip?: string | undefined;
}

export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

/** A name that nobody has (RFC 6761, 6.4), so it is not this machine's either. */
const hostOfNone = 'host.invalid';

export interface NodeListenerOptions {
  /**
   * The visitor's address, if the framework finds it: `({ ip }) => ip`. By default it is the
   * socket's, or behind the networks of `PROMO_LEAD_TRUSTED_PROXIES` the one in `X-Forwarded-For`.
   */
  readonly visitorAddress?: (request: NodeRequest) => string | undefined;
  /** Whether the server is closing: then clients are told not to keep their connections. */
  readonly isClosing?: () => boolean;
  /**
   * Whether nothing else runs in the process: then its `Request` and `Response` are replaced by
   * those of `@hono/node-server`, which make headers and bodies on demand.
   */
  readonly ownsProcess?: boolean;
  /** How long a body may take; by default as long as the server allows. */
  readonly bodyTimeoutMs?: number;
  /** By default, JSON lines on standard error. */
  readonly log?: Log;
}

/**
 * Makes a handler a listener for `node:http`: `createServer(listener)`, or `app.use(path,
 * listener)` in Express, which removes the path from the URL. It reads bodies itself, so it has to
 * come before any body parser.
 */
export function toNodeListener(
  handler: FetchHandler,
  options: NodeListenerOptions = {},
): NodeListener {
  const { visitorAddress, isClosing = () => false, ownsProcess = false } = options;
  const { log = createLog(), bodyTimeoutMs } = options;
  const withBodyTimeout =
    bodyTimeoutMs === undefined ? undefined : createBodyTimeout(bodyTimeoutMs);
  const given = {
    overrideGlobalObjects: ownsProcess,
    errorHandler: (error: unknown) => replyToError(error, log),
  };
  const addresses = new WeakMap<object, string>();
  const listener = getRequestListener(async (request, { incoming, outgoing }) => {
    const turn = endOfTurn();
    const { remoteAddress } = incoming.socket;
    const reply = await handler(request, {
      remoteAddress,
      visitorAddress: addresses.get(incoming),
      framesBody: true,
      withBodyTimeout,
    });
    await turn;
    // Otherwise the client would send its next request on this connection, which is about to close:
    // also after a body that is too large, whose rest nobody reads.
    if (isClosing() || reply.status === 413) outgoing.setHeader('connection', 'close');
    return reply;
  }, given);
  const bodyless = getRequestListener(async () => replyToReadBody(log), given);
  return (request, response) => {
    const refusal = refusalOf(request);
    if (refusal) {
      const { status, headers, body } = refusal;
      response.writeHead(status, { ...headers, connection: 'close' }).end(body);
      return;
    }
    // HTTP/1.0 needs no host, and health checks of load balancers (HAProxy's, say) name none.
    if (request.httpVersion === '1.0') request.headers.host ??= hostOfNone;
    const address = visitorAddress?.(request);
    if (address !== undefined) addresses.set(request, address);
    void (isBodyGone(request) ? bodyless : listener)(request, response);
  };
}

let ending: Promise<void> | undefined;

/**
 * Resolves when all requests of this turn of the event loop have been read. Their replies then
 * leave one right after the other, so a reverse proxy, say, is woken once for all of them. Waking
 * it for each would take as long as all that we do for a check.
 */
function endOfTurn(): Promise<void> {
  ending ??= endTurn();
  return ending;
}

async function endTurn(): Promise<void> {
  await nextTurn();
  ending = undefined;
}

/**
 * Whether the body was read before us, and its bytes are gone. What a parser made of it is not a
 * substitute: it has kept one of two equal keys, and replaced what is not UTF-8. An application
 * that needs the body twice keeps its bytes in `rawBody`.
 */
function isBodyGone(request: IncomingMessage): boolean {
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const areBytesKept = 'rawBody' in request && request.rawBody instanceof Buffer;
  return hasBody && request.readableDidRead && !areBytesKept;
}

const bodyGone =
  'Cannot read the body: a body parser has read it before. Mount promo-lead above it ' +
  '(express.json(), say), or have the parser keep the bytes as request.rawBody.';

function replyToReadBody(log: Log): Response {
  log.error('server.body-gone', { text: bodyGone });
  return problemReply('internal', { detail: bodyGone });
}

function replyToError(error: unknown, log: Log): Response {
  if (error instanceof RequestError) return new Response(malformed.body, malformed);
  const { type, options } = problemOf(error, { log, bug: 'server.bug' });
  return problemReply(type, options);
}
