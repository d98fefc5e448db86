import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { after, describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FetchHandler } from '../../../src/contract/fetch-handler.ts';
import {
  closeServer,
  createHttpServer,
  type HttpServerOptions,
  listen,
} from '../../../src/node/http/http-server.ts';
import { connectionsThatFit } from '../../../src/node/http/open-files.ts';
import { createLog } from '../../../src/node/log/log.ts';
import { createStage, goodLead, pageOrigin } from '../../support/proxy/proxy-stage.ts';
import {
  exchange,
  rawConnection,
  statusesOf,
  whatComes,
} from '../../support/sockets/raw-client.ts';

let lines = '';
const log = createLog({ write: (line) => (lines += line) });

async function serve(
  handler: FetchHandler,
  options: HttpServerOptions,
): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createHttpServer(handler, log, options);
  const port = await listen(server, '127.0.0.1', 0);
  after(() => closeServer(server, 0));
  return { port, server };
}

const head = 'POST /v1/leads HTTP/1.1\r\nHost: a\r\n';

async function connected(port: number, bytes = ''): Promise<Socket> {
  const socket = rawConnection(port);
  await once(socket, 'connect');
  if (bytes !== '') socket.write(bytes);
  return socket;
}

/** Resolves when the server has this many connections. */
async function countOf(server: Server, count: number): Promise<void> {
  const all = Promise.withResolvers<void>();
  let accepted = 0;
  server.on('connection', () => {
    accepted += 1;
    if (accepted === count) all.resolve();
  });
  await all.promise;
}

describe('createHttpServer(), met by slow and idle clients', () => {
  it('cuts off clients that trickle bytes, in the headers and in the body', async () => {
    const echo: FetchHandler = async (request) => new Response(await request.text());
    const { port } = await serve(echo, { requestTimeoutMs: 100 });
    for (const start of [`${head}X-A: `, `${head}Content-Length: 30000\r\n\r\n`]) {
      const socket = await connected(port, start);
      const received = whatComes(socket);
      while (!socket.destroyed && socket.writable) {
        socket.write('a');
        await nextTurn();
      }
      assert.deepEqual(statusesOf(await received), [408]);
    }
  });

  it('answers a page whose body stays incomplete with a problem that it can read', async () => {
    const { proxy } = await createStage();
    // Node's own time-out comes 0.6 s later: far enough apart for a busy machine.
    const { port } = await serve(proxy, { requestTimeoutMs: 3000 });
    const own = `Origin: ${pageOrigin}\r\nIdempotency-Key: slow-lead-1\r\n`;
    const check = async (rest: string, type: string, replied: string): Promise<void> => {
      const accept = `Accept: ${replied}\r\n`;
      const asked = `${head}${own}${accept}Content-Type: ${type}\r\n${rest}`;
      const received = await exchange(port, asked);
      assert.deepEqual(statusesOf(received), [408]);
      for (const header of [
        `content-type: ${replied}`,
        'cache-control: no-store',
        `access-control-allow-origin: ${pageOrigin}`,
        'connection: close',
      ]) {
        assert.ok(received.toLowerCase().includes(`\r\n${header}`), `${type}: ${header}`);
      }
      assert.equal(received.includes('"type":"request-timeout"'), replied.endsWith('json'));
    };
    const rests = ['Content-Length: 99\r\n\r\n{', 'Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n'];
    await Promise.all(
      rests.flatMap((rest) => [
        check(rest, 'application/json', 'application/problem+json'),
        check(rest, 'application/x-www-form-urlencoded', 'text/html'),
      ]),
    );
  });

  it('says that it closes the connection on which a body that is too large still comes', async () => {
    const { proxy } = await createStage();
    const { port } = await serve(proxy, {});
    const own = `Origin: ${pageOrigin}\r\nIdempotency-Key: long-lead-1\r\n`;
    const long = 'Content-Type: application/json\r\nContent-Length: 400000\r\n\r\n';
    const replied = await exchange(port, `${head}${own}${long}${'a'.repeat(400_000)}`);
    assert.deepEqual(statusesOf(replied), [413]);
    assert.match(replied, /\r\nconnection: close\r\n/i);
  });

  it('closes the connection of a client that does not read the reply', async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
    });
    const { port, server } = await serve(async () => new Response(endless), { idleTimeoutMs: 100 });
    const closed = Promise.withResolvers<void>();
    server.on('connection', (socket) => socket.on('close', () => closed.resolve()));
    const socket = await connected(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    socket.pause();
    await closed.promise;
    socket.destroy();
  });

  it('makes room for a new connection by closing idle ones', async () => {
    const { port } = await serve(async () => new Response('hi'), { connectionsMax: 3 });
    const idle = await Promise.all(
      [0, 1, 2].map(() => connected(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')),
    );
    await Promise.all(idle.map((socket) => once(socket, 'data')));
    const closed = idle.map((socket) => once(socket, 'close'));
    assert.equal(await exchange(port, ''), '', 'one too many');
    await Promise.all(closed);
    const last = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
    assert.deepEqual(statusesOf(await exchange(port, last)), [200]);
    assert.match(lines, /"event":"server\.full"/);
  });

  it('takes leads while thousands of connections are open and silent', async () => {
    // Both ends are files of this process, and some systems allow it only 1,024.
    const count = Math.min(2_000, Math.floor((connectionsThatFit() - 200) / 2));
    const stage = await createStage();
    const { port, server } = await serve(stage.proxy, { requestTimeoutMs: 600_000 });
    const halves = ['', 'P', head, `${head}Content-Length: 200\r\n\r\n{`];
    const silent: Socket[] = [];
    const accepted = countOf(server, count);
    for (let i = 0; i < count; i += 1) {
      silent.push(await connected(port, halves[i % halves.length]));
    }
    await accepted;

    const statuses = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const reply = await fetch(`http://127.0.0.1:${port}/v1/leads`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'idempotency-key': `honest-${i}`,
            origin: pageOrigin,
          },
          body: JSON.stringify({ ...goodLead, phone: String(628_120_000_000 + i) }),
        });
        await reply.body?.cancel();
        return reply.status;
      }),
    );
    assert.deepEqual([...new Set(statuses)], [202]);
    for (const socket of silent) socket.destroy();
  });

  it('neither stores a truncated lead nor logs it as a bug', async () => {
    const stage = await createStage();
    const { port } = await serve(stage.proxy, {});
    const lead = JSON.stringify(goodLead);
    const headers = [
      `${head}Origin: ${pageOrigin}`,
      'Content-Type: application/json',
      'Idempotency-Key: cut-off-lead',
      `Content-Length: ${lead.length + 1}`,
    ];
    const socket = await connected(port);
    socket.end(`${headers.join('\r\n')}\r\n\r\n${lead}`);
    assert.deepEqual(statusesOf(await whatComes(socket)), [400]);
    assert.deepEqual(await stage.store.selectFrom('leads').select('ref').execute(), []);
    assert.deepEqual(stage.logged, []);
  });
});

describe('connectionsThatFit()', () => {
  it('leaves files for the store and the vendors', () => {
    const limits = (files: string): string =>
      `Limit   Soft Limit   Hard Limit   Units\nMax open files   ${files}   4096   files\n`;
    assert.equal(connectionsThatFit(limits('1024')), 768);
    assert.equal(connectionsThatFit(limits('64')), 1);
    assert.equal(connectionsThatFit(limits('1048576')), 20_000);
    assert.equal(connectionsThatFit(limits('unlimited')), 20_000);
    assert.equal(connectionsThatFit(''), 20_000);
  });
});
