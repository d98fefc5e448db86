import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { after, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  createUpstreamFetch,
  UpstreamFetchError,
} from '../../../src/node/upstreams/upstream-fetch.ts';
import { exchange } from '../../../src/upstream/exchange.ts';
import { notSentCode } from '../../../src/upstream/not-sent.ts';
import { type RawServer, reply, testServer } from '../../support/sockets/raw-server.ts';

/** Limits of calls that expect an answer, on a busy machine, and of calls that expect none. */
const [patient, hasty] = [60_000, 300].map((ms) => ({
  connectTimeoutMs: ms,
  headersTimeoutMs: ms,
  bodyTimeoutMs: ms,
}));

function network(limits = patient): ReturnType<typeof createUpstreamFetch>['fetch'] {
  const { fetch, close } = createUpstreamFetch(limits);
  after(close);
  return fetch;
}

async function failureOf(work: Promise<unknown>): Promise<UpstreamFetchError> {
  try {
    await work;
  } catch (error) {
    assert(error instanceof UpstreamFetchError, inspect(error));
    return error;
  }
  throw new Error('Cannot find the failure: there was none');
}

describe('createUpstreamFetch()', () => {
  it('sends a request as it is and returns the reply', async () => {
    const server = await testServer(reply('{"a":1}', '201 Made', 'X-Two: a\r\nX-Two: b\r\n'));
    const response = await network()(
      new Request(`${server.baseUrl}/api?token=a%20b`, {
        method: 'POST',
        body: new URLSearchParams({ name: 'Läden & Co' }),
      }),
    );
    assert.equal(response.status, 201);
    assert.equal(response.headers.get('x-two'), 'a, b');
    assert.deepEqual(await response.json(), { a: 1 });
    const [request = ''] = server.requests;
    assert.match(request, /^POST \/api\?token=a%20b HTTP\/1\.1\r\n/);
    assert.match(request, /\r\naccept-encoding: identity\r\n/i);
    assert.match(request, /\r\ncontent-type: application\/x-www-form-urlencoded/i);
    assert.match(request, /\r\n\r\nname=L%C3%A4den\+%26\+Co$/);
  });

  it('follows no redirect', async () => {
    const other = await testServer(reply('{}'));
    const server = await testServer(
      reply('', '307 Temporary Redirect', `Location: ${other.baseUrl}/\r\n`),
    );
    const response = await network()(new Request(server.baseUrl, { method: 'POST', body: 'key' }));
    assert.equal(response.status, 307);
    assert.equal(other.requests.length, 0);
  });

  it('sends a GET once, whatever happens to the connection', async () => {
    const server = await testServer((socket) => socket.destroy());
    const fetch = network();
    const failures = await Promise.all(
      Array.from({ length: 5 }, () => failureOf(fetch(new Request(server.baseUrl)))),
    );
    assert.equal(server.requests.length, 5);
    for (const failure of failures) assert.equal(notSentCode(failure), undefined);
  });

  it('gives every request a connection of its own', async () => {
    const server = await testServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
    });
    const fetch = network();
    for (const method of ['GET', 'POST', 'GET', 'POST']) {
      await (await fetch(new Request(server.baseUrl, { method }))).text();
    }
    for (const request of server.requests) assert.match(request, /\r\nconnection: close\r\n/i);
  });

  it('reads no proxy variable', async () => {
    const proxy = await testServer(reply('from the proxy'));
    const server = await testServer(reply('from the vendor'));
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) process.env[name] = proxy.baseUrl;
    process.env['NODE_USE_ENV_PROXY'] = '1';
    after(() => {
      for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']) {
        delete process.env[name];
      }
    });
    const response = await network()(new Request(server.baseUrl));
    assert.equal(await response.text(), 'from the vendor');
  });

  it('proves that nothing was sent without a connection', async () => {
    const refused = await testServer();
    await refused.close();
    const failure = await failureOf(network()(new Request(refused.baseUrl)));
    assert.equal(notSentCode(failure), 'ECONNREFUSED');
    // A name with several addresses fails with an error for each.
    const named = `http://localhost:${refused.port}/`;
    assert.equal(notSentCode(await failureOf(network()(new Request(named)))), 'ECONNREFUSED');
    const nobody = await failureOf(network(hasty)(new Request('http://nobody.invalid/')));
    assert(notSentCode(nobody));
    const plain = await testServer(reply('no TLS'));
    const tls = plain.baseUrl.replace('http:', 'https:');
    assert(notSentCode(await failureOf(network()(new Request(tls)))));
  });

  it('distinguishes a time-out of connect(2) from one of an open connection', () => {
    const timeOut = (syscall: string): UpstreamFetchError =>
      new UpstreamFetchError(Object.assign(new Error(), { code: 'ETIMEDOUT', syscall }));
    assert.equal(notSentCode(timeOut('connect')), 'ETIMEDOUT');
    assert.equal(notSentCode(timeOut('read')), undefined);
  });

  it('gives up on a connection that is not established', async () => {
    // TCP connects at once, but the TLS handshake never ends.
    const silent = await testServer();
    const failure = await failureOf(
      network(hasty)(new Request(silent.baseUrl.replace('http:', 'https:'))),
    );
    assert.equal(notSentCode(failure), 'UND_ERR_CONNECT_TIMEOUT');
  });

  it('gives up on a reply that does not begin, and on one that does not end', async () => {
    const silent = await testServer();
    const late = await failureOf(network(hasty)(new Request(silent.baseUrl)));
    assert.equal(late.code, 'UND_ERR_HEADERS_TIMEOUT');
    assert.equal(notSentCode(late), undefined);
    const cut = await testServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{');
    });
    const response = await network(hasty)(new Request(cut.baseUrl));
    assert.equal((await failureOf(response.text())).code, 'UND_ERR_BODY_TIMEOUT');
  });

  it('lets the owner tell a vendor that is too slow from a connection that broke', async () => {
    const asked = (server: RawServer): ReturnType<typeof exchange> =>
      exchange({ upstream: 'shop', fetch: network(hasty) }, new Request(server.baseUrl));
    await assert.rejects(asked(await testServer()), { message: /no reply in time/ });
    const broken = await testServer((socket) => socket.destroy());
    await assert.rejects(asked(broken), { message: /the connection broke/ });
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{';
    const slow = await asked(await testServer((socket) => socket.write(head)));
    assert.match(slow.unrecognised().message, /a body that did not end in time/);
    const cut = await asked(await testServer((socket) => socket.end(head)));
    assert.match(cut.unrecognised().message, /a cut body/);
  });

  it('fails for a body that is shorter than its Content-Length', async () => {
    const server = await testServer((socket) => {
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"msg":true}');
    });
    const response = await network()(new Request(server.baseUrl));
    await failureOf(response.text());
  });

  it('decodes what a server compressed unasked, and an empty body that it says it did', async () => {
    const text = '{"a":1}';
    for (const [coding, body] of [
      ['gzip', gzipSync(text)],
      ['X-GZip', gzipSync(text)],
      ['deflate', deflateSync(text)],
      ['br', brotliCompressSync(text)],
      ['identity', Buffer.from(text)],
    ] as const) {
      for (const [sent, read] of [
        [body, text],
        ['', ''],
      ] as const) {
        const server = await testServer(reply(sent, '200 OK', `Content-Encoding: ${coding}\r\n`));
        const response = await network()(new Request(server.baseUrl));
        assert.equal(await response.text(), read, coding);
      }
    }
  });

  it('fails for a body that is not compressed as it says', async () => {
    const server = await testServer(reply('{"a":1}', '200 OK', 'Content-Encoding: gzip\r\n'));
    const response = await network()(new Request(server.baseUrl));
    assert.equal((await failureOf(response.text())).code, 'Z_DATA_ERROR');
  });

  for (const coding of ['identity', 'gzip']) {
    it(`closes the connection of a cancelled body: ${coding}`, async () => {
      const closed = Promise.withResolvers<void>();
      const piece = coding === 'gzip' ? gzipSync('x'.repeat(65_536)) : 'x'.repeat(65_536);
      const server = await testServer((socket: Socket) => {
        socket.once('close', () => closed.resolve());
        socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\n\r\n`);
        const pour = (): void => {
          while (!socket.destroyed && socket.write(piece));
          if (!socket.destroyed) socket.once('drain', pour);
        };
        pour();
      });
      const response = await network()(new Request(server.baseUrl));
      await response.body?.cancel();
      await closed.promise;
    });
  }

  it('ends with the reason of the signal', async () => {
    const server = await testServer();
    const reason = new Error('time is up');
    const controller = new AbortController();
    const call = network()(new Request(server.baseUrl, { signal: controller.signal }));
    controller.abort(reason);
    await assert.rejects(call, reason);
  });

  it('keeps address, URL and bytes out of its errors', async () => {
    const server = await testServer((socket) => {
      socket.end('canary-reply garbage\r\n\r\n');
    });
    const failure = await failureOf(
      network()(new Request(`${server.baseUrl}/?token=canary-token`)),
    );
    const shown = inspect(failure, { depth: 9, showHidden: true });
    assert.doesNotMatch(shown, /canary|127\.0\.0\.1:\d/);
  });

  it('accepts replies without a body, and unknown statuses', async () => {
    const empty = await testServer((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
    assert.equal((await network()(new Request(empty.baseUrl))).status, 204);
    const odd = await testServer(reply('x', '999 Odd'));
    assert.equal((await network()(new Request(odd.baseUrl))).status, 502);
  });
});
