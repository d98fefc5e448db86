import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { buffer, json } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import type { FetchHandler } from '../../../src/contract/fetch-handler.ts';
import {
  closeServer,
  createHttpServer,
  listen,
  ListenError,
} from '../../../src/node/http/http-server.ts';
import { type NodeListenerOptions, toNodeListener } from '../../../src/node/http/node-listener.ts';
import { createLog } from '../../../src/node/log/log.ts';
import { exchange } from '../../support/sockets/raw-client.ts';

let lines = '';
const log = createLog({ write: (line) => (lines += line) });

const last = 'Host: a\r\nConnection: close\r\n\r\n';

describe('createHttpServer()', () => {
  const server = createHttpServer(async (request) => {
    const { host, pathname } = new URL(request.url);
    if (pathname === '/host') return new Response(host);
    if (pathname === '/bug') throw new Error('canary 08123456789');
    return new Response(`${request.method} ${await request.text()}`);
  }, log);
  let port = 0;
  before(async () => {
    port = await listen(server, '127.0.0.1', 0);
  });
  after(() => closeServer(server, 0));

  it('passes requests on', async () => {
    const reply = await exchange(port, `POST / HTTP/1.1\r\nContent-Length: 2\r\n${last}`, 'hi');
    assert.match(reply, /^HTTP\/1\.1 200 [^]*\r\n\r\nPOST hi$/);
  });

  it('accepts HTTP/1.0 without a host, and does not take it for this machine’s name', async () => {
    const reply = await exchange(port, 'GET /host HTTP/1.0\r\n\r\n');
    assert.match(reply, /^HTTP\/1\.1 200 [^]*\r\n\r\nhost\.invalid$/);
    assert.match(await exchange(port, 'GET / HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 400 /);
  });

  it('answers 500 with an id and nothing else if a handler fails', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/bug`);
    assert.equal(response.status, 500);
    const text = await response.text();
    assert.doesNotMatch(text, /canary|at .*:\d+|0812/);
    const id = /Ask for error (\w{16})\./.exec(text)?.[1];
    assert(id !== undefined && lines.includes(id));
  });

  it('answers 408 to headers and to a body that never end', async () => {
    const patient = createHttpServer(async (request) => new Response(await request.text()), log, {
      requestTimeoutMs: 100,
    });
    const slowPort = await listen(patient, '127.0.0.1', 0);
    const head = 'POST / HTTP/1.1\r\nHost: a\r\n';
    assert.match(await exchange(slowPort, head), /^HTTP\/1\.1 408 /);
    assert.match(
      await exchange(slowPort, `${head}Content-Length: 9\r\n\r\n`, 'half'),
      /^HTTP\/1\.1 408 /,
    );
    assert.match(await exchange(slowPort), /^HTTP\/1\.1 408 /);
    await closeServer(patient, 0);
  });

  it('closes CONNECT, and treats an upgrade as a plain request', async () => {
    assert.equal(await exchange(port, `CONNECT a:1 HTTP/1.1\r\n${last}`), '');
    const upgrade = `GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`;
    assert.match(await exchange(port, upgrade), /^HTTP\/1\.1 200 /);
  });
});

describe('toNodeListener()', () => {
  const handler: FetchHandler = async (request, connection) =>
    Response.json([await request.text(), connection?.visitorAddress]);

  /** The reply to a POST of `{}` that something else handles first. */
  async function replyAfter(
    first: (request: IncomingMessage) => Promise<object>,
    options: NodeListenerOptions = {},
  ): Promise<Response> {
    const listener = toNodeListener(handler, { log, ...options });
    const server = createServer((request, response) => {
      void first(request).then((found) => listener(Object.assign(request, found), response));
    });
    const port = await listen(server, '127.0.0.1', 0);
    after(() => closeServer(server, 0));
    return fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' });
  }

  it('passes on the address that a framework found', async () => {
    const reply = await replyAfter(async () => ({ ip: '203.0.113.5' }), {
      visitorAddress: ({ ip }) => ip,
    });
    assert.deepEqual(await reply.json(), ['{}', '203.0.113.5']);
  });

  it('says what to do if a parser has already read the body', async () => {
    const reply = await replyAfter(async (request) => ({ body: await json(request) }));
    assert.equal(reply.status, 500);
    assert.match(await reply.text(), /a body parser has read it before\. Mount promo-lead above/);
    assert.match(lines, /"event":"server.body-gone"/);
  });

  it('uses the bytes that a parser has kept', async () => {
    const reply = await replyAfter(async (request) => ({ rawBody: await buffer(request) }));
    assert.deepEqual(await reply.json(), ['{}', null]);
  });

  it('sends the replies of one turn after all of its requests were read', async () => {
    const seen: string[] = [];
    const listener = toNodeListener(async () => {
      seen.push('read');
      return new Response('hi');
    });
    const server = createServer((request, response) => {
      response.once('finish', () => seen.push('sent'));
      listener(request, response);
    });
    const port = await listen(server, '127.0.0.1', 0);
    const clients = [0, 1, 2].map(() => connect(port, '127.0.0.1'));
    const greet = async (): Promise<void> => {
      for (const client of clients) client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      await Promise.all(clients.map((client) => once(client, 'data')));
    };
    // The connections are accepted first, perhaps in several turns.
    await greet();
    seen.length = 0;
    await greet();
    assert.deepEqual(seen, ['read', 'read', 'read', 'sent', 'sent', 'sent']);
    for (const client of clients) client.destroy();
    await closeServer(server, 0);
  });
});

describe('listen()', () => {
  it('says that the port is taken, and what to do', async () => {
    const one = createHttpServer(async () => new Response(), log);
    const port = await listen(one, '127.0.0.1', 0);
    const two = createHttpServer(async () => new Response(), log);
    await assert.rejects(
      listen(two, '127.0.0.1', port),
      (error: Error) =>
        error instanceof ListenError && /another program uses it.*--port/.test(error.message),
    );
    await closeServer(one, 0);
  });

  it('says that this machine does not have the address', async () => {
    const server = createHttpServer(async () => new Response(), log);
    await assert.rejects(listen(server, '192.0.2.1', 0), /does not have that address/);
  });
});

describe('closeServer()', () => {
  it('lets a running request end, accepts no new one, and does not wait for idle connections', async () => {
    const answer = Promise.withResolvers<Response>();
    const started = Promise.withResolvers<void>();
    const server = createHttpServer(() => {
      started.resolve();
      return answer.promise;
    }, log);
    const port = await listen(server, '127.0.0.1', 0);
    const running = fetch(`http://127.0.0.1:${port}/`);
    await started.promise;
    const closed = closeServer(server, 60_000);
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
    answer.resolve(new Response('whole'));
    const reply = await running;
    assert.equal(await reply.text(), 'whole');
    assert.equal(reply.headers.get('connection'), 'close', 'the next request goes elsewhere');
    assert.equal(await closed, true);
  });

  it('cuts off what has not ended by the deadline', async () => {
    const started = Promise.withResolvers<void>();
    const server = createHttpServer(() => {
      started.resolve();
      return new Promise(() => undefined);
    }, log);
    const port = await listen(server, '127.0.0.1', 0);
    const running = assert.rejects(fetch(`http://127.0.0.1:${port}/`));
    await started.promise;
    assert.equal(await closeServer(server, 50), false);
    await running;
  });
});
