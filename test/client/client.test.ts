import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import {
  type Client,
  ClientError,
  type ClientFailure,
  createClient,
} from '../../src/client/index.ts';
import type { LeadRequest } from '../../src/contract/index.ts';
import { problem } from '../support/elements/proxy-stub.ts';

const lead: LeadRequest = {
  first_name: 'Ayu',
  last_name: 'Lestari',
  phone: '628123456789',
  product: 'jump-rope',
};
const receipt = { ref: 'r-1', received_at: '2026-11-21T20:00:00Z' };

type Answer = Response | Error | ((request: Request) => Promise<Response>);

interface Network {
  readonly client: Client;
  readonly requests: Request[];
  readonly pausesMs: number[];
}

/** A client whose requests get these answers, the last one repeatedly. */
function clientFor(...answers: readonly Answer[]): Network {
  const requests: Request[] = [];
  const pausesMs: number[] = [];
  const client = createClient({
    endpoint: 'https://proxy.example/base',
    async fetch(input, init) {
      const request = new Request(input, init);
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      requests.push(request);
      if (typeof answer === 'function') return answer(request);
      if (answer instanceof Response) return answer.clone();
      throw answer ?? new TypeError('no answer');
    },
    timeoutMs: 50,
    wait: async (ms) => void pausesMs.push(ms),
  });
  return { client, requests, pausesMs };
}

async function failureOf(call: Promise<unknown>): Promise<ClientError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ClientError, `not a ClientError: ${String(error)}`);
  return error;
}

const submit = ({ client }: Network): Promise<unknown> => client.submitLead(lead, { key: 'key-1' });

describe('createClient()', () => {
  for (const endpoint of [
    '',
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'ftp://proxy.example',
    'https://user:pass@proxy.example',
    'https://user@proxy.example',
    'http://',
    '/relative/without/a/document',
  ]) {
    it(`refuses the endpoint ${JSON.stringify(endpoint)}`, () => {
      assert.throws(
        () => createClient({ endpoint, fetch }),
        (error) => error instanceof ClientError && error.failure === 'misconfigured',
      );
    });
  }

  it('posts JSON below the endpoint’s path, without credentials, following no redirect', async () => {
    const network = clientFor(Response.json({ status: 'unchecked' }));
    await network.client.validate('WELCOME10', { company: 'acme' });
    const [request] = network.requests;
    assert.equal(request?.url, 'https://proxy.example/base/v1/promo-codes/validate');
    assert.equal(request.method, 'POST');
    assert.equal(request.headers.get('content-type'), 'application/json');
    assert.equal(request.headers.get('idempotency-key'), null);
    assert.equal(request.credentials, 'omit');
    assert.equal(request.redirect, 'error');
    assert.equal(request.keepalive, false);
    assert.deepEqual(await request.json(), { code: 'WELCOME10', company: 'acme' });
  });

  it('lets a request with a key outlive its page if it is small enough', async () => {
    const network = clientFor(Response.json({ ref: 'R', received_at: '2026-11-21T20:00:00Z' }));
    await network.client.submitLead(lead, { key: 'k' });
    await network.client.submitLead({ ...lead, click_id: 'x'.repeat(20_000) }, { key: 'k' });
    const [small, large] = network.requests;
    assert.deepEqual([small?.keepalive, large?.keepalive], [true, false]);
  });

  it('calls the fetch that was there at its creation', async () => {
    const before = globalThis.fetch;
    globalThis.fetch = async () => Response.json({ status: 'unchecked' });
    const client = createClient({ endpoint: 'https://proxy.example' });
    globalThis.fetch = () => Promise.reject(new Error('replaced'));
    try {
      assert.deepEqual(await client.validate('A'), { status: 'unchecked' });
    } finally {
      globalThis.fetch = before;
    }
  });

  it('reads a redemption and sends its key', async () => {
    const network = clientFor(Response.json({ status: 'redeemed', code: 'ONCE' }));
    const verdict = await network.client.redeem('once', { key: 'key-1' });
    assert.deepEqual(verdict, { status: 'redeemed', code: 'ONCE' });
    assert.equal(network.requests[0]?.headers.get('idempotency-key'), 'key-1');
  });

  it('sends a lead as it is and reads its receipt', async () => {
    const network = clientFor(Response.json(receipt, { status: 202 }));
    assert.partialDeepStrictEqual(await submit(network), receipt);
    assert.deepEqual(await network.requests[0]?.json(), lead);
  });
});

describe('a client on a page with polluted prototypes', () => {
  const prototype = Object.prototype as unknown as Record<string, unknown>;
  afterEach(() => {
    delete prototype['toJSON'];
  });

  it('sends what it was given', async () => {
    const network = clientFor(Response.json(receipt, { status: 202 }));
    prototype['toJSON'] = () => ({ hacked: true });
    const attribution = { first: { utm_source: 'x' } };
    await network.client.submitLead({ ...lead, attribution }, { key: 'k' });
    delete prototype['toJSON'];
    assert.deepEqual(await network.requests[0]?.json(), { ...lead, attribution });
  });
});

describe('a client’s retries', () => {
  it('bring a lead through a bad network with one key', async () => {
    const network = clientFor(
      new TypeError('reset'),
      problem(503, 'unavailable'),
      Response.json(receipt, { status: 202 }),
    );
    await submit(network);
    const keys = network.requests.map((request) => request.headers.get('idempotency-key'));
    assert.deepEqual(keys, ['key-1', 'key-1', 'key-1']);
    assert.ok(network.pausesMs.every((ms) => ms >= 200 && ms <= 2_000));
  });

  const retried: readonly [ClientFailure, Answer][] = [
    ['unreachable', new TypeError('refused')],
    ['unavailable', problem(503, 'unavailable')],
    ['unavailable', new Response('Bad gateway', { status: 502 })],
    ['in-progress', problem(409, 'in-progress')],
    ['too-many-requests', problem(429, 'too-many-requests', {}, '1')],
    ['timeout', silence],
    ['timeout', new Response('Request timeout', { status: 408 })],
  ];
  for (const [failure, answer] of retried) {
    it(`end after three attempts: ${failure}`, async () => {
      const network = clientFor(answer);
      assert.equal((await failureOf(submit(network))).failure, failure);
      assert.equal(network.requests.length, 3);
    });
  }

  it('wait as long as a short Retry-After says', async () => {
    const busy = problem(429, 'too-many-requests', {}, '2');
    const network = clientFor(busy, Response.json(receipt, { status: 202 }));
    await submit(network);
    assert.deepEqual(network.pausesMs, [2_000]);
  });

  const final: readonly [ClientFailure, Answer][] = [
    ['too-many-requests', problem(429, 'too-many-requests', {}, '60')],
    ['invalid-fields', problem(422, 'invalid-fields')],
    ['key-reused', problem(422, 'idempotency-key-reused')],
    ['duplicate', problem(409, 'duplicate')],
    ['refused', problem(403, 'origin-not-allowed')],
    ['refused', new Response('Forbidden', { status: 403 })],
    ['misconfigured', problem(415, 'unsupported-media-type')],
    ['misconfigured', new Response('<h1>Not found', { status: 404 })],
    ['bad-reply', new Response('<h1>Hello', { headers: { 'content-type': 'text/html' } })],
    ['bad-reply', new Response(JSON.stringify(receipt))],
    ['bad-reply', Response.json({ status: 'ok' })],
    ['bad-reply', new Response('{', { headers: { 'content-type': 'application/json' } })],
    ['bad-reply', new Response(null, { status: 204 })],
  ];
  for (const [failure, answer] of final) {
    it(`leave a final answer alone: ${failure}`, async () => {
      const network = clientFor(answer);
      assert.equal((await failureOf(submit(network))).failure, failure);
      assert.equal(network.requests.length, 1);
    });
  }

  it('end as aborted when the caller aborts between two attempts', async () => {
    const caller = new AbortController();
    const network = clientFor(async (request) => {
      if (request.signal.aborted) return silence(request);
      caller.abort();
      return problem(503, 'unavailable');
    });
    const call = network.client.validate('A', { signal: caller.signal });
    assert.equal((await failureOf(call)).failure, 'aborted');
  });

  it('end when the caller aborts', async () => {
    const caller = new AbortController();
    const network = clientFor(async (request) => {
      caller.abort();
      return silence(request);
    });
    const call = network.client.validate('A', { signal: caller.signal });
    assert.equal((await failureOf(call)).failure, 'aborted');
    assert.equal(network.requests.length, 1);
  });
});

describe('a client’s errors', () => {
  it('say which fields are wrong, and read an unknown code as a wrong format', async () => {
    const errors = [
      { field: 'phone', code: 'too_short' },
      { field: 'product', code: 'of-a-later-version' },
    ];
    const error = await failureOf(submit(clientFor(problem(422, 'invalid-fields', { errors }))));
    assert.deepEqual(error.errors, [
      { field: 'phone', code: 'too_short' },
      { field: 'product', code: 'format' },
    ]);
  });

  for (const [header, ms] of [
    ['60', 60_000],
    ['99999999', 3_600_000],
    ['nonsense', 10_000],
    ['-5', 10_000],
  ] as const) {
    it(`say how long to wait: Retry-After ${header}`, async () => {
      const busy = problem(429, 'too-many-requests', {}, header);
      assert.equal((await failureOf(submit(clientFor(busy)))).retryAfterMs, ms);
    });
  }

  it('treat a reply that never ends as missing', async () => {
    let bytes = 0;
    let isLetGo = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        bytes += 16_384;
        controller.enqueue(new Uint8Array(16_384).fill(32));
      },
      cancel: () => void (isLetGo = true),
    });
    const headers = { 'content-type': 'application/json' };
    const network = clientFor(async () => new Response(endless, { headers }));
    assert.equal((await failureOf(submit(network))).failure, 'bad-reply');
    assert.ok(bytes < 200_000, `${bytes} bytes were read`);
    assert.ok(isLetGo);
  });

  it('come in time although the page’s own fetch ignores signals', async () => {
    const { promise: never } = Promise.withResolvers<Response>();
    const client = createClient({
      endpoint: 'https://proxy.example/',
      fetch: () => never,
      timeoutMs: 20,
      wait: () => Promise.resolve(),
    });
    await assert.rejects(client.submitLead(lead, { key: 'a' }), { failure: 'timeout' });
  });
});

/** Accepts the call and never answers, as `fetch` does until its signal aborts. */
function silence(request: Request): Promise<Response> {
  return new Promise((_, reject) => {
    const { signal } = request;
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}
