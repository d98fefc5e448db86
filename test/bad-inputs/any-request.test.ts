import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { problemStatus } from '../../src/contract/index.ts';
import { createOwnerStage, sendLead } from '../owner/owner-stage.ts';
import { anyText } from '../support/any-text.ts';
import { createStage, goodLead, pageOrigin } from '../support/proxy/proxy-stage.ts';
import { assertNoTrace } from './refusal.ts';

const methods = fc.oneof(
  { weight: 6, arbitrary: fc.constant('POST') },
  { weight: 2, arbitrary: fc.constantFrom('GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH') },
  {
    weight: 1,
    arbitrary: fc
      .stringMatching(/^[A-Z]{1,9}$/)
      .filter((method) => !/^TRAC[EK]$|^CONNECT$/.test(method)),
  },
);

const calls = [
  '/v1/leads',
  '/v1/promo-codes/validate',
  '/v1/promo-codes/redeem',
  '/v1/challenge',
  '/v1/views',
];
const paths = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...calls) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '//v1//leads',
      '/v1/leads/',
      '/V1/LEADS',
      '/v1/leads%2f',
      '/v1/./leads',
      '/v1/leads;a',
      '/v1/leads?_method=DELETE',
      '/v1',
      '/.env',
      '/.git/config',
      '/metrics',
      '/v1/leads/%00',
    ),
  },
  { weight: 1, arbitrary: fc.webPath() },
);

const line = fc.stringMatching(/^[\x20-\x7e]{0,40}$/);
const headers = fc.record(
  {
    origin: fc.oneof(fc.constantFrom(pageOrigin, 'null', `${pageOrigin}, ${pageOrigin}`), line),
    'content-type': fc.oneof(
      fc.constantFrom(
        'application/json',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
      ),
      line,
    ),
    'idempotency-key': fc.oneof(fc.constantFrom('a-fine-key', '"quoted-key"', 'a, b'), line),
    'challenge-solution': line,
    accept: fc.constantFrom('text/html', '*/*', 'application/json'),
    'accept-language': line,
    'x-forwarded-for': line,
    'x-http-method-override': fc.constantFrom('DELETE', 'GET', 'POST'),
    'content-encoding': fc.constantFrom('gzip', 'identity', 'br'),
    range: line,
    'if-none-match': line,
  },
  { requiredKeys: [] },
);

/** Characters that a database may refuse in a text. */
const unkeepable = fc.constantFrom('\u0000', 'a\u0000b', '\ud800', '\udc00a', '\uffff');
const value = fc.oneof(
  { weight: 3, arbitrary: anyText },
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: unkeepable },
);
const fields = fc.record(
  {
    first_name: value,
    last_name: value,
    phone: value,
    product: value,
    code: value,
    company: value,
    extra: value,
    promo_code: value,
    click_id: value,
    consent: fc.oneof(fc.constant(true), value),
    consent_text: value,
    locale: value,
    attribution: fc.oneof(fc.record({ last: fc.record({ utm_source: value }) }), value),
  },
  { requiredKeys: [] },
);
const bodies = fc.oneof(
  fields.map((each) => JSON.stringify({ ...goodLead, ...each })),
  fields.map((each) => JSON.stringify(each)),
  fields.map((each) =>
    new URLSearchParams(
      Object.entries(each).map(([k, v]) => [k, typeof v === 'string' ? v : JSON.stringify(v)]),
    ).toString(),
  ),
  fc.json(),
  anyText,
);

describe('any request at all', () => {
  it('is answered as the contract says, and leaves no trace unless it is accepted', async () => {
    const stage = await createStage();
    const count = async (): Promise<number> =>
      (await stage.store.selectFrom('leads').select('ref').execute()).length;
    const property = fc.asyncProperty(
      fc.record({ method: methods, path: paths, headers, body: bodies }),
      async ({ method, path, headers: given, body }) => {
        const before = await count();
        stage.calls.length = 0;
        const isBodiless = method === 'GET' || method === 'HEAD';
        const init = { method, headers: given, ...(!isBodiless && { body }) };
        const reply = await stage.proxy(new Request(`https://proxy.example${path}`, init));
        const text = await reply.text();
        const what = `${method} ${path}: ${text}`;
        assert.ok(reply.status < 500, what);
        assert.equal(reply.headers.get('cache-control'), 'no-store', what);
        assert.equal(reply.headers.get('x-content-type-options'), 'nosniff', what);
        assert.equal(reply.headers.get('set-cookie'), null, what);
        assert.ok(!reply.headers.has('access-control-allow-credentials'), what);
        const isTaken = reply.status < 400;
        if (!isTaken) {
          assert.deepEqual(stage.calls, [], what);
          assertNoTrace(text.replace(body, ''), what);
          if (reply.headers.get('content-type') === 'application/problem+json' && text !== '') {
            const { type, status } = JSON.parse(text) as {
              type: keyof typeof problemStatus;
              status: number;
            };
            assert.equal(problemStatus[type], reply.status, what);
            assert.equal(status, reply.status);
          }
        }
        const isLead = isTaken && path.startsWith('/v1/leads') && method === 'POST';
        assert.ok((await count()) - before <= (isLead ? 1 : 0), what);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  it('has the method of its request line, whatever a header or a parameter says', async () => {
    const stage = await createStage();
    const overrides = {
      'x-http-method-override': 'DELETE',
      'x-http-method': 'PUT',
      'x-method-override': 'GET',
      'idempotency-key': 'no-override',
    };
    const lead = await stage.post('/v1/leads?_method=DELETE', goodLead, overrides);
    assert.equal(lead.status, 202);
    const get = new Request('https://proxy.example/v1/leads?_method=POST', {
      headers: { origin: pageOrigin, 'x-http-method-override': 'POST' },
    });
    const refused = await stage.proxy(get);
    assert.deepEqual([refused.status, refused.headers.get('allow')], [405, 'POST, OPTIONS']);
  });

  it('is not found under another spelling of the path, and is not redirected', async () => {
    const stage = await createStage();
    for (const path of [
      '//v1//leads',
      '/v1/leads/',
      '/V1/LEADS',
      '/v1/leads%2F',
      '/v1/lead',
      '/v1',
    ]) {
      const reply = await stage.post(path, goodLead, { 'idempotency-key': 'other-path' });
      assert.deepEqual([reply.status, reply.headers.get('location')], [404, null], path);
    }
    assert.deepEqual(await stage.store.selectFrom('leads').select('ref').execute(), []);
  });
});

/** What a call of the owner may name: existing things and invented ones. */
const names = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('demo-company', 'ONCE', 'lead:1', '1', '-1', '9e99') },
  { weight: 1, arbitrary: anyText },
  { weight: 1, arbitrary: unkeepable },
);
const ownerPaths = fc.oneof(
  fc.constantFrom(
    '/session',
    '/overview',
    '/audit',
    '/leads',
    '/leads/export',
    '/leads/retry',
    '/leads/purge',
    '/companies',
    '/codes',
    '/codes/generate',
    '/uses',
  ),
  fc
    .tuple(
      fc.constantFrom('leads', 'uses', 'companies'),
      names,
      fc.constantFrom('', '/retry', '/settle', '/release', '/purge', '/erase', '/x'),
    )
    .map(([what, name, action]) => `/${what}/${encodeURIComponent(name.toWellFormed())}${action}`),
);
const parameters =
  'by timezone before after limit state product from to search format company sort __proto__';
const parameter = fc.constantFrom(...parameters.split(' '));
const parameterValue = fc.oneof(
  names,
  fc.constantFrom('day', 'hour', 'csv', 'json', 'delivered', 'Asia/Jakarta', '0', '50'),
  fc.constantFrom('2026-02-30T00:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59+23:59'),
);
const ownerValue = fc.oneof(
  names,
  fc.constantFrom('2026-02-30 00:00:00', 'Asia/Jakarta', '##', '#'.repeat(300), 'delivered'),
  fc.constantFrom(0, 1, -1, 1.5, 2 ** 53, true, null),
  fc.jsonValue({ maxDepth: 1 }),
);
const ownerFields =
  'company code limit timezone starts ends active title count pattern state contact_id token ' +
  'product until';
const ownerBody = fc.dictionary(fc.constantFrom(...ownerFields.split(' ')), ownerValue);

describe('any request of the owner', () => {
  it('is refused if a text has a NUL, which PostgreSQL cannot look up', async () => {
    const stage = await createOwnerStage();
    const company = 'demo-company';
    const requests: readonly (readonly [string, string, object?])[] = [
      ['POST', '/companies', { title: 'a\0' }],
      ['POST', '/codes', { company, code: 'A\0' }],
      ['POST', '/codes', { company: '\0', code: 'A' }],
      ['PATCH', '/codes', { company, code: '\0', active: true }],
      ['POST', '/codes/generate', { company: '\0', count: 1 }],
      ['POST', '/leads/a/settle', { state: 'delivered', contact_id: '\0' }],
      ['GET', `/codes?company=${company}&after=%00`],
      ['GET', `/codes?company=${company}&search=%00`],
      ['GET', '/leads?product=%00'],
      ['POST', '/leads/retry', { state: 'held', product: '\0', until: '2026-11-29T00:00:00Z' }],
      ['GET', '/leads/%00'],
      ['POST', '/leads/%00/erase'],
      ['POST', '/uses/%00/retry'],
    ];
    for (const [method, path, body] of requests) {
      const { status } = await stage.call(method, path, body);
      assert.ok([404, 422].includes(status), `${method} ${path}: ${status}`);
    }
  });

  it('is answered as the contract says, whatever it names', async () => {
    const stage = await createOwnerStage();
    await sendLead(stage, 'a-lead-of-somebody');
    const property = fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
      ownerPaths,
      fc.array(fc.tuple(parameter, parameterValue), { maxLength: 3 }),
      ownerBody,
      async (method, path, asked, body) => {
        const query = new URLSearchParams(asked).toString();
        const isBodiless = method === 'GET';
        const reply = await stage.call(method, `${path}?${query}`, isBodiless ? undefined : body);
        const text = await reply.text();
        const what = `${method} ${path}?${query} ${JSON.stringify(body)}: ${text}`;
        assert.ok(reply.status < 500, what);
        assert.equal(reply.headers.get('cache-control'), 'no-store', what);
        if (reply.status >= 400) assertNoTrace(text, what);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});
