import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { FetchHandler } from '../../contract/fetch-handler.ts';
import type { Log } from '../../proxy/log.ts';
import { problemReply, storeProblem } from '../../proxy/problem-reply.ts';
import { StoreError } from '../../store/index.ts';
import { createLog } from '../log/log.ts';
import { createBodyTimeout } from './body-timeout.ts';
import { refusalStatus } from './framing.ts';

/** A request of `node:http`, with the visitor's address where a framework adds it, as Express. */
export interface NodeRequest extends IncomingMessage {
  readonly ip?: string | undefined;
}

export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Nobody's name (RFC 6761, 6.4), so that it is not this machine's either. */
const hostOfNone = 'host.invalid';

export interface NodeListenerOptions {
  /**
   * The visitor's address, where the framework finds it: `({ ip }) => ip`. Without it, it is the
   * socket's, and behind the networks of `PROMO_LEAD_TRUSTED_PROXIES` that of `X-Forwarded-For`.
   */
  readonly visitorAddress?: (request: NodeRequest) => string | undefined;
  /** Whether the server takes no new connections: then a client is told to keep none either. */
  readonly isClosing?: () => boolean;
  /**
   * Whether nobody else is in the process: then its `Request` and `Response` are replaced by those
   * of `@hono/node-server`, which make headers and bodies when they are asked for.
   */
  readonly ownsProcess?: boolean;
  /** How long a body may take; as long as the server allows where it is left out. */
  readonly bodyTimeoutMs?: number;
  /** JSON lines on standard error where it is left out. */
  readonly log?: Log;
}

/**
 * Puts a handler where a listener of `node:http` belongs: `createServer(listener)`, or
 * `app.use(path, listener)` in Express, which takes the path off the URL. It has to come before
 * whatever reads bodies, for it reads them itself.
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
    // Otherwise the client's next request comes on this connection, which is about to be closed.
    if (isClosing()) outgoing.setHeader('connection', 'close');
    return reply;
  }, given);
  const bodyless = getRequestListener(async () => replyToReadBody(log), given);
  return (request, response) => {
    const status = refusalStatus(request);
    if (status !== undefined) {
      response.writeHead(status, { connection: 'close' }).end();
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
 * When all requests that came in this turn of the event loop have been read. Their replies then
 * leave one right after the other: whoever they go to (a reverse proxy, say) is at work on the
 * first while the next comes. To wake it for each takes as long as all that we do for a check.
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
 * Whether somebody before us has read the body and left no bytes of it. What a parser made of it
 * is no substitute: of two keys of one name it has kept one, and what is no UTF-8 it has replaced.
 * Who needs the body twice keeps its bytes in `rawBody`.
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
