import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { FetchHandler } from '../../src/contract/fetch-handler.ts';
import { exchange } from '../../src/upstream/exchange.ts';
import type { Failure } from '../../src/upstream/failure.ts';
import { UpstreamError } from '../../src/upstream/failure.ts';
import { type Play, type RawServer, rawServer, reply } from '../support/raw-server.ts';

const token = 'canary-token';
const network: FetchHandler = (request) => fetch(request);

describe('exchange()', () => {
  let server: RawServer;
  before(async () => {
    server = await rawServer();
  });
  after(() => server.close());

  /** The failure of one call, which must not tell where it went. */
  async function failureOf(
    play: Play,
    url = server.baseUrl,
    signal?: AbortSignal,
  ): Promise<UpstreamError> {
    server.play = play;
    const request = new Request(`${url}/api/call?token=${token}`, {
      redirect: 'manual',
      signal: signal ?? AbortSignal.timeout(10_000),
    });
    try {
      const answer = await exchange({ upstream: 'vendor', fetch: network }, request);
      assert.equal(answer.json, undefined);
      throw answer.unrecognised();
    } catch (error) {
      assert.ok(error instanceof UpstreamError, String(error));
      assert.equal(error.cause, undefined);
      assert.doesNotMatch(`${error.message}${error.stack}`, /canary|127\.0\.0\.1/);
      return error;
    }
  }

  async function json(play: Play): Promise<unknown> {
    server.play = play;
    const request = new Request(server.baseUrl, { signal: AbortSignal.timeout(10_000) });
    return (await exchange({ upstream: 'vendor', fetch: network }, request)).json;
  }

  it('reads JSON, after a byte order mark too, and whatever the content type', async () => {
    assert.deepEqual(await json(reply('{"a":1}')), { a: 1 });
    assert.deepEqual(await json(reply('\uFEFF{"a":1}', '200 OK', 'Content-Type: text/html\r\n')), {
      a: 1,
    });
    assert.deepEqual(await json(reply('{"a":1}', '500 Oops')), { a: 1 });
  });

  it('follows no redirect, and posts no secret to where it points', async (t) => {
    const elsewhere = await rawServer(reply('{}'));
    t.after(() => elsewhere.close());
    for (const status of [
      '301 Moved',
      '302 Found',
      '303 See Other',
      '307 Temporary',
      '308 Permanent',
    ]) {
      const { failure } = await failureOf(reply('', status, `Location: ${elsewhere.baseUrl}/\r\n`));
      assert.equal(failure, 'setup', status);
    }
    assert.equal(elsewhere.requests.length, 0);
  });

  const statuses: readonly (readonly [string, Failure])[] = [
    ['401 Unauthorized', 'setup'],
    ['403 Forbidden', 'setup'],
    ['404 Not Found', 'setup'],
    ['408 Request Timeout', 'in_doubt'],
    ['429 Too Many Requests', 'busy'],
    ['500 Internal Server Error', 'in_doubt'],
    ['502 Bad Gateway', 'in_doubt'],
    ['503 Service Unavailable', 'in_doubt'],
    ['504 Gateway Timeout', 'in_doubt'],
    ['520 Unknown', 'in_doubt'],
    ['200 OK', 'in_doubt'],
  ];
  for (const [status, expected] of statuses) {
    it(`takes a page with ${status} for ${expected}`, async () => {
      assert.equal((await failureOf(reply('<!doctype html><h1>Hello', status))).failure, expected);
    });
  }

  it('clamps Retry-After, in seconds or as a date of the upstream itself', async () => {
    const waits: readonly (readonly [string, number])[] = [
      ['Retry-After: 120', 120_000],
      ['Retry-After: 0', 1000],
      ['Retry-After: 99999999999999999999', 3_600_000],
      ['Retry-After: -5', 1000],
      ['Retry-After: soon', 1000],
      ['X: y', 1000],
      ['Date: Mon, 05 Jan 1998 10:00:00 GMT\r\nRetry-After: Mon, 05 Jan 1998 10:00:30 GMT', 30_000],
    ];
    for (const [header, expected] of waits) {
      const { retryAfterMs } = await failureOf(reply('', '429 Busy', `${header}\r\n`));
      assert.equal(retryAfterMs, expected, header);
    }
  });

  const doubtful: readonly (readonly [string, Play])[] = [
    ['an empty body', reply('')],
    ['two JSON bodies', reply('{"a":1}{"a":1}')],
    ['JSONP', reply('callback({"a":1})')],
    ['a trailing comma', reply('{"a":1,}')],
    ['bytes that are no UTF-8', reply(new Uint8Array([0x22, 0xc0, 0xaf, 0x22]))],
    ['nested arrays without end', reply('['.repeat(60_000))],
    ['5 MB of HTML', reply('<p>'.repeat(1_700_000))],
    [
      'a gzip bomb',
      reply(gzipSync(Buffer.alloc(100_000_000, ' ')), '200 OK', 'Content-Encoding: gzip\r\n'),
    ],
    [
      'a cut body',
      (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"a":1}'),
    ],
    [
      'a reset in the body',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"a":1}', () =>
          socket.resetAndDestroy(),
        );
      },
    ],
    ['a reset before the status line', (socket) => void socket.resetAndDestroy()],
    ['an end before the status line', (socket) => void socket.end()],
    [
      'garbage for a status line',
      (socket) => void socket.end('\u0015\u0003\u0001\u0000\u0002\u0002\u0016'),
    ],
    ['HTTP/0.9', (socket) => void socket.end('{"a":1}')],
  ];
  for (const [what, play] of doubtful) {
    it(`is in doubt after ${what}`, async () => {
      assert.equal((await failureOf(play)).failure, 'in_doubt');
    });
  }

  it('reads no more of a large body than it may', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024;
        controller.enqueue(new Uint8Array(1024).fill(0x20));
        // Large enough to tell, and no more: a reader without a bound must not eat the machine.
        if (sent >= 1024 * 1024) controller.close();
      },
    });
    const fetchLarge: FetchHandler = () => Promise.resolve(new Response(body));
    const answer = await exchange(
      { upstream: 'vendor', fetch: fetchLarge },
      new Request('http://x'),
    );
    assert.equal(answer.json, undefined);
    assert.ok(sent <= 70 * 1024, `${sent} bytes`);
  });

  it('is in doubt when the time is up, before the reply or within it', async () => {
    const plays: readonly Play[] = [
      () => undefined,
      (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{'),
    ];
    for (const play of plays) {
      const deadline = new AbortController();
      const failing = failureOf(
        (socket, request) => {
          play(socket, request);
          deadline.abort();
        },
        server.baseUrl,
        deadline.signal,
      );
      assert.equal((await failing).failure, 'in_doubt');
    }
  });

  it('ends when the time is up, though the handler does not listen', async () => {
    const deadline = new AbortController();
    const fetchForever: FetchHandler = () => {
      queueMicrotask(() => deadline.abort());
      return new Promise(() => undefined);
    };
    const request = new Request('http://x', { signal: deadline.signal });
    const call = exchange({ upstream: 'vendor', fetch: fetchForever }, request);
    await assert.rejects(call, { failure: 'in_doubt' });
  });

  it('sends nothing when the time is up already', async () => {
    const requestsBefore = server.requests.length;
    const { failure } = await failureOf(reply('{}'), server.baseUrl, AbortSignal.abort());
    assert.equal(failure, 'not_sent');
    assert.equal(server.requests.length, requestsBefore);
  });

  it('knows that a refused connection and a failed handshake sent nothing', async () => {
    const closed = await rawServer();
    await closed.close();
    assert.equal((await failureOf(reply(''), closed.baseUrl)).failure, 'not_sent');
    const tls = server.baseUrl.replace('http:', 'https:');
    assert.equal((await failureOf(reply('', '400 Bad Request'), tls)).failure, 'not_sent');
  });
});
