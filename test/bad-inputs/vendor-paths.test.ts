import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import * as fc from 'fast-check';
import { addCode } from '../../src/backend/index.ts';
import { anyText } from '../support/any-text.ts';
import { type BackendFixture, backendFixture } from '../support/vendors/backend-fixture.ts';
import { assertNoTrace } from './refusal.ts';

let backend: BackendFixture;
async function setUp(): Promise<void> {
  backend = await backendFixture();
  const { store, company, clock } = backend;
  await addCode(store, { company, code: 'ONCE', limit: 1, now: clock.now });
}

function get(path: string, init: RequestInit = {}): Promise<Response> {
  return backend.fetch(new Request(`http://backend.test/api/${path}`, init));
}

async function usesLeft(): Promise<number | null | undefined> {
  const code = await backend.store.selectFrom('promo_codes').selectAll().executeTakeFirst();
  return code?.uses_left;
}

async function journalLength(): Promise<number> {
  return (await backend.store.selectFrom('journal').selectAll().execute()).length;
}

const token = 'token=canary-token';
const good = `${token}&company=acme&code=ONCE`;

/** By what is wrong: the query, and the documented error. */
const refused: Readonly<Record<string, readonly [query: string, error: string]>> = {
  'no token': ['company=acme&code=ONCE', 'Token not passed'],
  'an empty token': ['token=&company=acme&code=ONCE', 'Token not passed'],
  'a token twice': [`token=a&${good}`, 'Token not passed'],
  'a token as a list': ['token[]=canary-token&company=acme&code=ONCE', 'Token not passed'],
  'another token': ['token=canary-tokem&company=acme&code=ONCE', 'Invalid token'],
  'a token in capitals': ['token=CANARY-TOKEN&company=acme&code=ONCE', 'Invalid token'],
  'a token with a wildcard': ['token=%25&company=acme&code=ONCE', 'Invalid token'],
  'no company': [`${token}&code=ONCE`, 'Company not passed'],
  'an empty company': [`${token}&company=&code=ONCE`, 'Company not passed'],
  'a company twice': [`${token}&company=acme&company=acme&code=ONCE`, 'Company not passed'],
  'a company of another type': [`${token}&company[$ne]=x&code=ONCE`, 'Company not passed'],
  'a company that is not there': [`${token}&company=-1&code=ONCE`, 'Company not found'],
  'a fraction for a company': [`${token}&company=1.5&code=ONCE`, 'Company not found'],
  'a company beyond all numbers': [
    `${token}&company=9223372036854775808&code=A`,
    'Company not found',
  ],
  'a company with a wildcard': [`${token}&company=%25&code=ONCE`, 'Company not found'],
  'a company with a NUL': [`${token}&company=acme%00&code=ONCE`, 'Company not found'],
  'half a surrogate': [`${token}&company=%ED%A0%80&code=ONCE`, 'Company not passed'],
  'no code': [`${token}&company=acme`, 'Code not passed'],
  'an empty code': [`${token}&company=acme&code=`, 'Code not passed'],
  'a code of spaces': [`${token}&company=acme&code=+%20`, 'Code not passed'],
  'a code twice': [`${good}&code=ONCE`, 'Code not passed'],
  'a code as a list': [`${token}&company=acme&code[]=ONCE`, 'Code not passed'],
  'a code with an operator': [`${token}&company=acme&code[$ne]=x`, 'Code not passed'],
  'a code that is not UTF-8': [`${token}&company=acme&code=%C0%AF`, 'Code not passed'],
};

describe('GET /api/checkPromocode, met by bad input', () => {
  beforeEach(setUp);

  it('says what is wrong, records nothing and uses nothing up', async () => {
    for (const [what, [query, msg]] of Object.entries(refused)) {
      const reply = await get(`checkPromocode?${query}`);
      assert.deepEqual([reply.status, await reply.json()], [200, { type: 'error', msg }], what);
    }
    assert.deepEqual([await usesLeft(), await journalLength()], [1, 0]);
  });

  it('reads only the token in the query, and no method override', async () => {
    const headers = { authorization: 'Bearer canary-token', token: 'canary-token' };
    const reply = await get('checkPromocode?company=acme&code=ONCE', { headers });
    assert.deepEqual(await reply.json(), { type: 'error', msg: 'Token not passed' });
    for (const method of ['HEAD', 'POST', 'PUT', 'OPTIONS']) {
      const overridden = { method, headers: { 'x-http-method-override': 'GET' } };
      assert.equal((await get(`checkPromocode?${good}`, overridden)).status, 405);
    }
    assert.equal(await usesLeft(), 1);
  });
});

describe('any call of a vendor', () => {
  beforeEach(setUp);

  const text = fc.oneof(
    fc.constantFrom('canary-token', 'acme', 'ONCE', '768', '2026-02-30'),
    anyText,
  );
  const names = ['token', 'company', 'code', 'active', 'dtime_s', 'name', 'secret_key', 'phone'];
  const parameters = fc.array(
    fc.tuple(fc.oneof(fc.constantFrom(...names, 'code[]', 'phone[a]'), anyText), text),
  );
  const paths = [
    'checkPromocode',
    'getCompanies',
    'getPromocodes',
    'generate/token',
    'make/contact',
  ];

  it('is answered in JSON, without a trace of the program, and uses no code without its three parameters', async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...paths),
      fc.constantFrom('GET', 'POST', 'HEAD', 'DELETE'),
      parameters,
      async (path, method, given) => {
        const query = new URLSearchParams(given.map(([name, value]) => [name, value]));
        const isPost = method === 'POST';
        const reply = await get(isPost ? path : `${path}?${query.toString()}`, {
          method,
          ...(isPost && { body: query }),
        });
        const body = await reply.text();
        assert.ok([200, 405, 413].includes(reply.status), `${method} ${path}: ${reply.status}`);
        if (method !== 'HEAD') JSON.parse(body);
        assertNoTrace(body, `${method} ${path}`);
        assert.equal(reply.headers.get('cache-control'), 'no-store');
        const said = new Map(given);
        if (!said.has('token') || !said.has('company') || !said.has('code')) {
          assert.equal(await usesLeft(), 1);
        }
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });
});

describe('GET /api/getPromocodes, met by bad input', () => {
  beforeEach(setUp);

  it('ignores undocumented filters, and refuses anything but one known company', async () => {
    const whole: unknown = await (await get(`getPromocodes?${token}`)).json();
    for (const filter of [
      'active=2',
      'active=yes',
      'dtime_s=0000-00-00',
      'limit=-1',
      'limit=all',
    ]) {
      assert.deepEqual(await (await get(`getPromocodes?${token}&${filter}`)).json(), whole, filter);
    }
    for (const company of [
      'company=a&company=acme',
      'company[]=acme',
      'company=%25',
      'company=ACME',
    ]) {
      const reply: unknown = await (await get(`getPromocodes?${token}&${company}`)).json();
      assert.partialDeepStrictEqual(reply, { type: 'error' }, company);
    }
  });
});
