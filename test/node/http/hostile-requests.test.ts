import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { closeServer, createHttpServer, listen } from '../../../src/node/http/http-server.ts';
import { keptLog } from '../../support/logs.ts';
import {
  exchange,
  rawConnection,
  statusesOf,
  whatComes,
} from '../../support/sockets/raw-client.ts';

const { log, logged } = keptLog();

const last = 'Host: a\r\nConnection: close\r\n\r\n';
const get = (lines: string): string => `GET / HTTP/1.1\r\n${lines}\r\n${last}`;
const post = (lines: string, body = 'hi'): string =>
  `POST / HTTP/1.1\r\n${lines}\r\n${last}${body}`;
const chunked = (body: string): string => post('Transfer-Encoding: chunked', body);
const line = (text: string): string => `${text}\r\n${last}`;

/** By what is wrong: the bytes and their reply. No handler must get a request from them. */
const refused: Readonly<Record<string, readonly [bytes: string, status: number]>> = {
  'no host': ['GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  'two hosts': [get('Host: b'), 400],
  'a host with a path': ['GET / HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n', 400],
  'a host with a user': ['GET / HTTP/1.1\r\nHost: u@a\r\nConnection: close\r\n\r\n', 400],
  'a length twice': [post('Content-Length: 2\r\nContent-Length: 2'), 400],
  'two lengths': [post('Content-Length: 2\r\nContent-Length: 3'), 400],
  'a list of lengths': [post('Content-Length: 2, 2'), 400],
  'a signed length': [post('Content-Length: +2'), 400],
  'a length in hex': [post('Content-Length: 0x2'), 400],
  'a length without end': [post(`Content-Length: ${'9'.repeat(30)}`), 400],
  'an empty length': [post('Content-Length:'), 400],
  'length and coding': [post('Content-Length: 2\r\nTransfer-Encoding: chunked', '0\r\n\r\n'), 400],
  'coding and length': [post('Transfer-Encoding: chunked\r\nContent-Length: 2', '0\r\n\r\n'), 400],
  'a coding after chunked': [post('Transfer-Encoding: chunked, identity', '0\r\n\r\n'), 400],
  'a coding before chunked': [post('Transfer-Encoding: gzip, chunked', '0\r\n\r\n'), 400],
  'a coding twice': [post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked'), 400],
  'an unknown coding': [post('Transfer-Encoding: xchunked'), 400],
  'a coding behind a control': [post('Transfer-Encoding: \u000bchunked'), 400],
  'chunks in HTTP/1.0': [`POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n${last}0\r\n\r\n`, 400],
  'a folded header': [get('X-A: a\r\n b'), 400],
  'bare line feeds': ['GET / HTTP/1.1\nHost: a\nConnection: close\n\n', 400],
  'a bare line feed in a header': [get('X-A: a\nX-B: b'), 400],
  'a bare carriage return': [get('X-A: a\rb'), 400],
  'a NUL in a value': [get('X-A: a\0b'), 400],
  'a NUL in a name': [get('X\0A: a'), 400],
  'a space before the colon': [get('X-A : a'), 400],
  'no colon': [get('X-A'), 400],
  'no name': [get(': a'), 400],
  '3,000 headers': [get('a: b\r\n'.repeat(3000).trim()), 431],
  'a header of 33 KiB': [get(`X-A: ${'a'.repeat(33 * 1024)}`), 431],
  'a target of 9 KiB': [line(`GET /${'a'.repeat(9000)} HTTP/1.1`), 414],
  'a target with a space': [line('GET /a b HTTP/1.1'), 400],
  'a target with a NUL': [line('GET /\0 HTTP/1.1'), 400],
  'a target with a high byte': [line('GET /\u00ff HTTP/1.1'), 400],
  'a target without a slash': [line('GET a HTTP/1.1'), 400],
  'a target of another scheme': [line('GET ftp://a/ HTTP/1.1'), 400],
  'a target that is not a URL': [line('GET http://[a HTTP/1.1'), 400],
  'a target with a password': [line('GET http://user:pass@a/ HTTP/1.1'), 400],
  'the whole server': [line('OPTIONS * HTTP/1.1'), 400],
  'HTTP/0.9': ['GET /\r\n\r\n', 400],
  'HTTP/1.2': [line('GET / HTTP/1.2'), 400],
  'HTTP/2.0 in words': [line('GET / HTTP/2.0'), 400],
  'the preface of HTTP/2': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  'TLS on a plain port': ['\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003', 400],
  'a small method': [line('get / HTTP/1.1'), 400],
  'an unknown method': [line('FROBNICATE / HTTP/1.1'), 400],
  'a method of 5,000 letters': [line(`${'A'.repeat(5000)} / HTTP/1.1`), 400],
  'a method that echoes': [line('TRACE / HTTP/1.1'), 405],
  'an unknown expectation': [post('Expect: 200-ok\r\nContent-Length: 2'), 417],
  'a space before the method': [line(' GET / HTTP/1.1'), 400],
  garbage: ['\u00ff'.repeat(2000), 400],
};

/** Valid at first; the body turns out to be broken. */
const brokenChunks: Readonly<Record<string, readonly [body: string, status: number]>> = {
  'a size that is not a number': ['zz\r\nhi\r\n0\r\n\r\n', 400],
  'a signed size': ['-2\r\nhi\r\n0\r\n\r\n', 400],
  'a size with a prefix': ['0x2\r\nhi\r\n0\r\n\r\n', 400],
  'a size without end': [`${'f'.repeat(17)}\r\nhi\r\n0\r\n\r\n`, 400],
  'a size ended by a line feed': ['2\nhi\r\n0\r\n\r\n', 400],
  'a chunk longer than its size': ['2\r\nhi!\r\n0\r\n\r\n', 400],
  'an extension of 40 kB': [`2;${'a'.repeat(40_000)}\r\nhi\r\n0\r\n\r\n`, 413],
};

describe('createHttpServer(), met by broken HTTP', () => {
  const handled: string[] = [];
  const server = createHttpServer(async (request) => {
    const { method, url, headers } = request;
    const body = await request.text().catch(() => 'no body');
    handled.push(`${method} ${url} ${body}${headers.get('origin') ?? ''}`);
    return new Response(body);
  }, log);
  let port = 0;
  before(async () => {
    port = await listen(server, '127.0.0.1', 0);
  });
  beforeEach(() => {
    handled.length = 0;
    logged.length = 0;
  });
  after(() => closeServer(server, 0));

  it('refuses what is not a request, without calling the handler', async () => {
    for (const [what, [bytes, status]] of Object.entries(refused)) {
      const reply = await exchange(port, bytes);
      assert.deepEqual(statusesOf(reply), [status], what);
      assert.doesNotMatch(reply, /\bat .*:\d+|Error:/, what);
      assert.deepEqual(handled.splice(0), [], what);
    }
    assert.deepEqual(logged, [], 'what strangers do is no news');
  });

  it('says what to do next, and has no cache keep it, wherever the parser let it through', async () => {
    const whats = ['two hosts', 'a host with a path', 'a target of 9 KiB', 'a method that echoes'];
    for (const what of whats) {
      const [bytes = '', status] = refused[what] ?? [];
      const [head = '', body = ''] = (await exchange(port, bytes)).split('\r\n\r\n');
      assert.match(head, /\r\ncontent-type: application\/problem\+json\r\n/, what);
      assert.match(head, /\r\ncache-control: no-store\r\n/, what);
      assert.match(
        body,
        new RegExp(`"type":"about:blank".*"status":${status},"detail":"\\w`),
        what,
      );
    }
  });

  it('refuses a body that breaks midway, and no handler takes it as complete', async () => {
    for (const [what, [body, status]] of Object.entries(brokenChunks)) {
      assert.deepEqual(statusesOf(await exchange(port, chunked(body))), [status], what);
      assert.deepEqual(handled.splice(0), ['POST http://a/ no body'], what);
    }
  });

  it('reads no second request from the body of the first', async () => {
    const hidden = 'GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n';
    await exchange(port, post(`Content-Length: ${hidden.length}`, hidden));
    assert.deepEqual(handled.splice(0), [`POST http://a/ ${hidden}`]);
    const lengths = `Content-Length: 4\r\nTransfer-Encoding: chunked\r\nHost: a\r\n\r\n`;
    assert.deepEqual(
      statusesOf(await exchange(port, `POST / HTTP/1.1\r\n${lengths}0\r\n\r\n${hidden}`)),
      [400],
    );
    assert.deepEqual(handled, []);
  });

  it('does not treat a trailer as a header', async () => {
    await exchange(port, chunked('2\r\nhi\r\n0\r\nOrigin: https://b\r\n\r\n'));
    assert.deepEqual(handled, ['POST http://a/ hi']);
  });

  it('answers pipelined requests in order', async () => {
    const requests = ['a', 'b', 'c'].map((body) => `POST / HTTP/1.1\r\nHost: a\r\n${sized(body)}`);
    const received = await exchange(port, requests.join('') + line('GET / HTTP/1.1'));
    assert.deepEqual(statusesOf(received), [200, 200, 200, 200]);
    const bodies = Array.from(received.matchAll(/\r\n\r\n([a-c])/g), ([, body]) => body);
    assert.deepEqual(bodies, ['a', 'b', 'c']);
  });

  it('answers 100 Continue to a client that asks first', async () => {
    const received = await exchange(port, post('Expect: 100-continue\r\nContent-Length: 2'));
    assert.deepEqual(statusesOf(received), [100, 200]);
  });

  it('stays with HTTP/1.1 if HTTP/2 is offered', async () => {
    const upgrade =
      'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AA';
    const received = await exchange(port, `GET / HTTP/1.1\r\nHost: a\r\n${upgrade}\r\n\r\n`);
    assert.deepEqual(statusesOf(received), [200]);
  });

  it('accepts an absolute target, and resolves dots within the path', async () => {
    await exchange(port, line('GET http://b/x HTTP/1.1'));
    await exchange(port, line('GET /a/../../etc/passwd HTTP/1.1'));
    assert.deepEqual(handled, ['GET http://b/x ', 'GET http://a/etc/passwd ']);
  });

  it('answers a client that half-closes after its request, and refuses an incomplete one', async () => {
    const said = (bytes: string): Promise<string> => {
      const socket = rawConnection(port);
      socket.end(bytes, 'latin1');
      return whatComes(socket);
    };
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ';
    assert.deepEqual(statusesOf(await said(`${head}2\r\n\r\nhi`)), [200]);
    assert.deepEqual(statusesOf(await said(`${head}9\r\n\r\nhi`)), [400]);
    assert.deepEqual(statusesOf(await said('POST / HT')), [400]);
    assert.equal(await said(''), '');
    assert.deepEqual(handled, ['POST http://a/ hi', 'POST http://a/ no body']);
  });
});

function sized(body: string): string {
  return `Content-Length: ${body.length}\r\n\r\n${body}`;
}
